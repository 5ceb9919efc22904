/**
 * What a node writes down: its ring sequence on stable storage, its trace, and the flight recorder
 * with what it holds of strangers and duplicate ids.
 */
package io.evs.node.record;
