/** Counters, gauges and histograms in the Prometheus text format. */
package maestro.server.metrics;
