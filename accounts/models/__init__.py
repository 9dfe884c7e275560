"""People, teams, and who may see whom."""

from accounts.models.absence import Absence
from accounts.models.invitation import Invitation
from accounts.models.site import SiteSettings
from accounts.models.team import Membership, Supervision, Team
from accounts.models.user import User

__all__ = ["Absence", "Invitation", "Membership", "SiteSettings", "Supervision", "Team", "User"]
