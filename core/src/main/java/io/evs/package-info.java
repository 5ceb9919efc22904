/**
 * The public API of evs: values (ring ids, configurations, deliveries) and the {@link io.evs.Evs}
 * handle an application holds. A running member that hands out handles is {@code
 * io.evs.node.EvsNode}.
 *
 * <p>This package depends on nothing but the JDK, so that every other package may use its values.
 */
package io.evs;
