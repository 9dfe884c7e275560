from django.core.management import call_command
from django.db import migrations


def create_table(apps, schema_editor):
    # The limits on sign-in stand in this table. Named here rather than read from the settings, so that it is there
    # whatever the settings say today; the command passes over a table that exists.
    call_command("createcachetable", "shared_cache", database=schema_editor.connection.alias, verbosity=0)


class Migration(migrations.Migration):
    dependencies = [("accounts", "0001_initial")]
    operations = [migrations.RunPython(create_table, migrations.RunPython.noop)]
