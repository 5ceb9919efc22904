package io.evs;

/**
 * Receives what a handle's ordered stream carries. Called from {@link Evs#dispatch} in the calling
 * thread, one event at a time; the methods may call the handle.
 */
public interface EvsListener {
  /** A message to a group the handle joined (evs_deliver_fn_t). */
  default void onMessage(Delivery delivery) {}

  /** A configuration change of the ring (evs_confchg_fn_t). */
  default void onConfiguration(ConfigurationChange change) {}

  /** A change in the membership of a group that the handle joined. */
  default void onGroup(GroupChange change) {}

  /**
   * The handle lost its connection to the ring and gets no further event. Nothing was lost silently
   * before this point.
   *
   * @param reason why: the member was closed, or the application dispatched too slowly
   */
  default void onDisconnected(EvsException reason) {}
}
