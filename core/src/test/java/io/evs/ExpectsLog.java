package io.evs;

import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Lines at WARN and ERROR that the tests of a class cause on purpose: {@link LogGuard} keeps them
 * from the log.
 */
@Inherited
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.TYPE)
public @interface ExpectsLog {
  /** Parts of lines; a line with one of them is expected. */
  String[] value();
}
