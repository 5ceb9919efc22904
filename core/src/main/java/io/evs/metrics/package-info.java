/** A node's figures for monitoring systems: the Prometheus text format, and a small HTTP server. */
package io.evs.metrics;
