"""Takes one merged incident and gives those to whom its reports go back."""

from summariser.core.brief.context import Context
from summariser.nouns.merged import MergedIncident
from summariser.text.origins import own_accounts


def origins_of(context: Context, incident: MergedIncident) -> tuple[str, ...]:
    """Name those to whom the reports of an incident go back, each origin once."""
    named = [origin for group in incident.facts for side in group.sides for origin in side.origins]
    named += [origin for role in incident.roles for origin in role.origins]
    return context.origins(own_accounts(incident), named)
