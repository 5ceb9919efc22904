package io.evs.cli.config;

/**
 * An effective value and where it came from.
 *
 * @param key the key
 * @param value Long, Duration, Boolean, String, or a list of Long or String
 * @param origin {@code default}, {@code environment EVS_...}, {@code option --...} or {@code
 *     file:line}
 */
public record Setting(Key key, Object value, String origin) {}
