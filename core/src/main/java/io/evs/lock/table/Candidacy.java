package io.evs.lock.table;

/**
 * Stands for one lock: whoever holds it leads. Claims it, and claims it again whenever the claim is
 * refused or the lock is lost. Without I/O; not thread-safe.
 */
public class Candidacy {
  /** What a candidacy wants done. */
  public interface Effects {
    /** Ask for the lock, not shared, and wait in its queue. */
    void claim();

    /** It leads from now on. */
    void leads(long fence);

    /** It leads no more. */
    void loses();
  }

  private final Effects effects;

  /** One who does not stand yet. */
  public Candidacy(Effects effects) {
    this.effects = effects;
  }

  /** Begins to stand. */
  public void begin() {
    effects.claim();
  }

  /** The lock is held. */
  public void granted(long fence) {
    effects.leads(fence);
  }

  /** The claim was given up: the ring is not primary any more, or has not been heard of. */
  public void refused() {
    effects.claim();
  }

  /** The lock is held no more. */
  public void lost() {
    effects.loses();
    effects.claim();
  }
}
