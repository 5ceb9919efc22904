package io.evs.node;

/**
 * A figure that a node tells: the one description from which every display takes it.
 *
 * @param name in status, JSON, and, with the unit and kind that Prometheus wants, in metrics
 * @param kind how it behaves
 * @param unit what is counted or measured, in the plural: packets, bytes, seconds
 * @param help one line for people, without a full stop
 */
public record Metric(String name, MetricKind kind, String unit, String help) {}
