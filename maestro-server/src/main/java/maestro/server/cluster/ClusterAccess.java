package maestro.server.cluster;

import maestro.runtime.node.Node;
import maestro.server.metrics.Metrics;

/** What the HTTP interface needs to be part of a cluster. */
public record ClusterAccess(Node node, Peers peers, Metrics metrics) {}
