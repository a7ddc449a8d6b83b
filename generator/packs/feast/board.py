"""Feast: does it answer, are the features fresh and there, and are they renewed."""

from generator.catalog.board import Board, Row, Variable
from generator.catalog.service import alarms, alerts_of, firing
from generator.packs.feast import panels_features as features
from generator.packs.feast import panels_server as server

BOARD = Board(
    name="feast",
    title="Feast",
    description="The feature server, the features it serves, and how they are renewed.",
    variables=(
        Variable(
            "namespace",
            "Namespace",
            "namespace",
            "feast_feature_server_request_total",
            many=True,
        ),
    ),
    annotations=(alarms("feast"),),
    rows=(
        Row("Now", (server.SERVER, firing("feast"), *server.NOW[1:], *features.NOW)),
        Row("Alerts and replicas", (alerts_of("feast"), server.REPLICAS)),
        Row("Online requests", server.ONLINE),
        Row("Features", features.FEATURES),
        Row("Materialisation", features.RENEWED),
        Row("Push, transformations and offline store", features.WRITTEN),
        Row("Logs", (server.LOGS,)),
    ),
)
