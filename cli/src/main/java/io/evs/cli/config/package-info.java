/**
 * Configuration: the keys of {@code evs.yaml}, reading them from files, the environment and
 * options, and where each value came from.
 */
package io.evs.cli.config;
