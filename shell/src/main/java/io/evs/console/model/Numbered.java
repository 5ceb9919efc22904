package io.evs.console.model;

import io.evs.console.source.RingEvent;

/** An event with a number of its own, by which it is known while others come and go. */
record Numbered(long number, RingEvent event) {}
