package io.evs;

import java.time.Duration;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * How long a test waits for a condition if it does not say: on a busy machine Awaitility's own ten
 * seconds are not enough. JUnit finds this extension by itself.
 */
public final class TestPatience implements BeforeAllCallback {
  @Override
  public void beforeAll(ExtensionContext context) {
    Awaitility.setDefaultTimeout(Duration.ofSeconds(40));
  }
}
