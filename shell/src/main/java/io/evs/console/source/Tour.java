package io.evs.console.source;

import java.util.List;

/** A guided tour: scenes, each with what is to be said about it. */
public interface Tour {
  /** Number of the scene, from 1. */
  int scene();

  /** How many scenes there are. */
  int scenes();

  /** What the scene is about. */
  String title();

  /** What is to be said, a paragraph each. */
  List<String> paragraphs();

  /** Begins the scene so many further on; the first and the last are the ends. */
  void move(int by);
}
