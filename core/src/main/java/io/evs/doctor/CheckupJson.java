package io.evs.doctor;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import io.evs.EvsException;
import io.evs.NodeId;
import io.evs.node.status.JsonTree;
import io.evs.text.Causes;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** A {@link CheckupReport} as it travels between members. Whatever is read is checked. */
final class CheckupJson {
  private static final JsonFactory JSON = new JsonFactory();
  private static final int LINKS_MAX = 2048;
  private static final int SETTINGS_MAX = 64;
  private static final int TEXT_MAX = 256;
  private static final Pattern KEY = Pattern.compile("[a-z0-9_.]{1,64}");

  private CheckupJson() {}

  static String write(CheckupReport report) {
    StringWriter text = new StringWriter();
    try (JsonGenerator json = JSON.createGenerator(text)) {
      json.writeStartObject();
      json.writeNumberField("node", report.node().asLong());
      json.writeStringField("version", report.version());
      texts(json, "settings", report.settings());
      json.writeStringField("transport", report.multicast() ? "multicast" : "unicast");
      json.writeNumberField("packet_bytes", report.packetBytes());
      json.writeNumberField("header_bytes", report.headerBytes());
      json.writeNumberField("receive_buffer_bytes", report.receiveBufferBytes());
      json.writeNumberField("window", report.window());
      json.writeNumberField("token_us", report.tokenMicros());
      json.writeNumberField("rotation_p99_us", report.rotationP99Micros());
      json.writeNumberField("rotation_max_us", report.rotationMaxMicros());
      json.writeNumberField("pauses", report.pauses());
      json.writeNumberField("longest_pause_us", report.longestPauseMicros());
      json.writeNumberField("last_pause_ago_ms", report.lastPauseAgoMillis());
      json.writeNumberField("cpu_quota_percent", report.cpuQuotaPercent());
      json.writeNumberField("throttled", report.throttled());
      json.writeNumberField("other_key_packets", report.otherKeyPackets());
      texts(json, "strangers", report.strangers());
      json.writeArrayFieldStart("links");
      for (CheckupReport.Link each : report.links()) {
        link(json, each);
      }
      json.writeEndArray();
      json.writeEndObject();
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible);
    }
    return text.toString();
  }

  private static void texts(JsonGenerator json, String name, Map<String, String> texts)
      throws IOException {
    json.writeObjectFieldStart(name);
    for (Map.Entry<String, String> each : texts.entrySet()) {
      json.writeStringField(each.getKey(), each.getValue());
    }
    json.writeEndObject();
  }

  private static void link(JsonGenerator json, CheckupReport.Link link) throws IOException {
    json.writeStartObject();
    json.writeNumberField("node", link.node());
    json.writeStringField("address", link.address());
    json.writeStringField("member", String.valueOf(link.member()));
    json.writeStringField("listed", String.valueOf(link.listed()));
    json.writeNumberField("asked", link.asked());
    json.writeNumberField("answered", link.answered());
    json.writeNumberField("received", link.received());
    json.writeNumberField("heard", link.heard());
    json.writeNumberField("group_asked", link.groupAsked());
    json.writeNumberField("group_answered", link.groupAnswered());
    json.writeNumberField("longest_asked_bytes", link.longestAsked());
    json.writeNumberField("longest_answered_bytes", link.longestAnswered());
    json.writeNumberField("longest_received_bytes", link.longestReceived());
    json.writeNumberField("round_trip_us", link.roundTripMicros());
    json.writeNumberField("round_trip_max_us", link.roundTripMaxMicros());
    json.writeNumberField("clock_ahead_us", link.clockAheadMicros());
    json.writeEndObject();
  }

  /**
   * Reads one.
   *
   * @throws IOException with one sentence if it is none, or of a version that tells otherwise
   */
  static CheckupReport read(String document) throws IOException {
    try (JsonParser parser = JSON.createParser(document)) {
      return report(JsonTree.read(parser));
    } catch (IllegalArgumentException | ArithmeticException | EvsException wrong) {
      throw new IOException("the report cannot be read: " + Causes.of(wrong), wrong);
    }
  }

  private static CheckupReport report(JsonTree tree) throws IOException {
    List<CheckupReport.Link> links = new ArrayList<>();
    List<JsonTree> told = tree.trees("links");
    require(told.size() <= LINKS_MAX, "it has too many links");
    for (JsonTree each : told) {
      links.add(link(each));
    }
    return new CheckupReport(
        NodeId.of(tree.number("node")),
        text(tree, "version"),
        settings(tree.tree("settings")),
        tree.text("transport").equals("multicast"),
        count(tree, "packet_bytes"),
        count(tree, "header_bytes"),
        count(tree, "receive_buffer_bytes"),
        count(tree, "window"),
        tree.number("token_us"),
        tree.number("rotation_p99_us"),
        tree.number("rotation_max_us"),
        tree.number("pauses"),
        tree.number("longest_pause_us"),
        tree.has("last_pause_ago_ms") ? tree.number("last_pause_ago_ms") : -1,
        tree.number("cpu_quota_percent"),
        tree.number("throttled"),
        tree.number("other_key_packets"),
        texts(tree.tree("strangers")),
        links);
  }

  /** Settings that another member tells; names that could be taken for something else are not. */
  static Map<String, String> settings(JsonTree tree) throws IOException {
    Map<String, String> settings = texts(tree);
    for (String key : settings.keySet()) {
      require(KEY.matcher(key).matches(), "it has a setting whose name is none");
    }
    return settings;
  }

  private static Map<String, String> texts(JsonTree tree) throws IOException {
    Map<String, String> texts = new LinkedHashMap<>();
    for (String name : tree.names()) {
      require(texts.size() < SETTINGS_MAX && name.length() <= TEXT_MAX, "it tells too much");
      texts.put(name, text(tree, name));
    }
    return texts;
  }

  private static CheckupReport.Link link(JsonTree tree) throws IOException {
    return new CheckupReport.Link(
        tree.number("node"),
        text(tree, "address"),
        tree.text("member").equals("true"),
        tree.text("listed").equals("true"),
        count(tree, "asked"),
        count(tree, "answered"),
        count(tree, "received"),
        count(tree, "heard"),
        count(tree, "group_asked"),
        count(tree, "group_answered"),
        count(tree, "longest_asked_bytes"),
        count(tree, "longest_answered_bytes"),
        count(tree, "longest_received_bytes"),
        tree.number("round_trip_us"),
        tree.number("round_trip_max_us"),
        tree.number("clock_ahead_us"));
  }

  private static String text(JsonTree tree, String name) throws IOException {
    String text = tree.text(name);
    require(text.length() <= TEXT_MAX, name + " is too long");
    return text;
  }

  private static int count(JsonTree tree, String name) throws IOException {
    long number = tree.number(name);
    require(number >= 0, name + " is negative");
    return Math.toIntExact(number);
  }

  private static void require(boolean condition, String message) throws IOException {
    if (!condition) {
      throw new IOException("the report cannot be read: " + message);
    }
  }
}
