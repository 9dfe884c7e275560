"""The reports there are, by key. A new one is a module here and one line."""

from supervision.reports.report import Report
from supervision.reports.team import TeamReport

REPORTS: dict[str, type[Report]] = {report.key: report for report in (TeamReport,)}
