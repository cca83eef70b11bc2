"""Many machines: photos on shared storage, analysed by the workers of a Dask cluster.

`analyze_bag` takes a lazy collection of paths or URLs and gives one of results; `Cluster` is what the command
line's ``--scheduler`` uses. Both need the extra ``cluster``: ``pip install "posture-analyzer[cluster]"``.
"""

from analyzer.cluster.bag import analyze_bag, to_dataframe
from analyzer.cluster.crew import Cluster, connect
from analyzer.cluster.tasks import TABLE, short

__all__ = ["TABLE", "Cluster", "analyze_bag", "connect", "short", "to_dataframe"]
