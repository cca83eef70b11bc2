"""What can be wrong with a cluster, and what to do."""

from __future__ import annotations

from analyzer.errors import PostureError
from analyzer.language import tr


class ClusterError(PostureError):
    """The cluster cannot be used, or was lost."""

    code = "cluster_unavailable"
    default_message = "No scheduler answers at this address. Please check that it runs and can be reached."


class NoAnalyzerError(ClusterError):
    """Workers cannot import this library."""

    default_message = "The workers have no analyzer. Please install the same version where they run."


class OtherVersionError(ClusterError):
    """Workers have another version of this library.

    Parameters
    ----------
    own : str
        The version here.
    others : str
        Those of the workers.
    """

    def __init__(self, own: str, others: str) -> None:
        super().__init__(
            tr(
                "This is version {own} of the analyzer, and workers have {others}. Please install one "
                "version everywhere.",
                own=own,
                others=others,
            )
        )


class LostClusterError(ClusterError):
    """The scheduler has gone, or somebody cancelled the work."""

    default_message = "The cluster was lost. What was finished is kept: please run it again with --resume."
