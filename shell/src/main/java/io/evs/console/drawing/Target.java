package io.evs.console.drawing;

/** What a place of a picture stands for when it is clicked on. */
public interface Target {}
