"""A file that names a registry's host is found."""

from tools import registries


def test_no_file_of_ours_names_one():
    assert registries.check() is False


def test_one_that_does_is_found(tmp_path):
    planted = tmp_path / "requirements.txt"
    planted.write_text(f"--index-url https://{registries.HOSTS[0].upper()}/simple\n")
    assert registries.hosts_in(planted) == [registries.HOSTS[0]]
