package io.evs;

/**
 * Receives what a handle's ordered stream carries. Called on the executor that the handle was
 * opened with, or from {@link Evs#dispatch} in the calling thread; one event at a time; the methods
 * may call the handle.
 *
 * <p>What a method throws comes out of {@link Evs#dispatch}. On an executor it ends the handle, so
 * that no later event is run on a state that has missed one: the handle leaves its groups, {@link
 * #onDisconnected} is told with the cause, the failure is logged, and every further call to the
 * handle throws it.
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
   * before this point. Not called when the handle is closed by its owner, or with the connection
   * that its owner closes.
   *
   * @param reason why: the member was closed, the application dispatched too slowly, or, on an
   *     executor, a method of this listener failed
   */
  default void onDisconnected(EvsException reason) {}
}
