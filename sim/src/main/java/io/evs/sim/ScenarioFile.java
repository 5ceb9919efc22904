package io.evs.sim;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import io.evs.sim.fault.Fault;
import io.evs.sim.fault.FaultNodes;
import io.evs.sim.fault.FaultPlan;
import io.evs.sim.options.RecordFields;
import io.evs.sim.options.SimOptions;
import io.evs.sim.trace.Traces;
import io.evs.sim.world.MemberLogic;
import io.evs.text.Causes;
import java.io.IOException;
import java.io.StringWriter;
import java.lang.reflect.RecordComponent;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A run as a file: options and explicit faults, replayed without the generator that drew them.
 *
 * @param options of the run
 * @param plan its faults
 */
public record ScenarioFile(SimOptions options, FaultPlan plan) {
  private static final JsonFactory JSON = new JsonFactory();
  private static final int DEPTH_MAX = 16;
  private static final List<Class<? extends Record>> FAULTS =
      List.of(
          Fault.Partition.class,
          Fault.CutLinks.class,
          Fault.Crash.class,
          Fault.Pause.class,
          Fault.ClockRate.class,
          Fault.TypeLoss.class,
          Fault.Deaf.class,
          Fault.OnState.class);

  /** Runs it with the real engine and the checker. */
  public SimResult run(Path traces) {
    return Simulation.run(options, plan, MemberLogic::new, Traces.open(options.nodes(), traces));
  }

  // --- writing --------------------------------------------------------------------------------

  /** The file's content. */
  public String toJson() {
    StringWriter text = new StringWriter();
    DefaultPrettyPrinter printer = new DefaultPrettyPrinter();
    printer.indentObjectsWith(new DefaultIndenter("  ", "\n"));
    try (JsonGenerator json = JSON.createGenerator(text)) {
      json.setPrettyPrinter(printer);
      json.writeStartObject();
      json.writeNumberField("schema", 1);
      json.writeObjectFieldStart("options");
      fields(json, options);
      json.writeEndObject();
      json.writeArrayFieldStart("faults");
      for (Fault fault : plan.faults()) {
        json.writeStartObject();
        json.writeStringField("fault", fault.getClass().getSimpleName());
        fields(json, (Record) fault);
        json.writeEndObject();
      }
      json.writeEndArray();
      json.writeEndObject();
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
    return text.append('\n').toString();
  }

  private static void fields(JsonGenerator json, Record record) throws IOException {
    for (Map.Entry<String, Object> field : RecordFields.of(record).entrySet()) {
      json.writeFieldName(field.getKey());
      value(json, field.getValue());
    }
  }

  private static void value(JsonGenerator json, Object value) throws IOException {
    if (value instanceof Boolean truth) {
      json.writeBoolean(truth);
    } else if (value instanceof Double number) {
      json.writeNumber(number);
    } else if (value instanceof Number number) {
      json.writeNumber(number.longValue());
    } else if (value instanceof List<?> list) {
      json.writeStartArray();
      for (Object element : list) {
        value(json, element);
      }
      json.writeEndArray();
    } else {
      json.writeString(value.toString());
    }
  }

  // --- reading --------------------------------------------------------------------------------

  /**
   * Reads a file's content. Options that are not given have their defaults.
   *
   * @throws IllegalArgumentException naming what is wrong with it
   */
  public static ScenarioFile parse(String text) {
    try (JsonParser json = JSON.createParser(text)) {
      json.nextToken();
      Map<?, ?> root = object(tree(json, 0), "the file");
      Map<?, ?> given = object(root.get("options"), "options");
      SimOptions options = record(SimOptions.class, given, SimOptions.of(values -> {}));
      if (!(root.get("faults") instanceof List<?> list)) {
        throw new IllegalArgumentException("faults must be a list");
      }
      List<Fault> faults = new ArrayList<>();
      for (Object element : list) {
        faults.add(fault(object(element, "a fault"), options.nodes()));
      }
      return new ScenarioFile(options, new FaultPlan(faults));
    } catch (IOException e) {
      throw new IllegalArgumentException(Causes.of(e), e);
    }
  }

  private static Fault fault(Map<?, ?> fields, int nodes) {
    for (Class<? extends Record> kind : FAULTS) {
      if (kind.getSimpleName().equals(fields.get("fault"))) {
        Map<Object, Object> rest = new LinkedHashMap<>(fields);
        rest.remove("fault");
        Fault fault = (Fault) record(kind, rest, null);
        FaultNodes.check(fault, nodes);
        return fault;
      }
    }
    throw new IllegalArgumentException("there is no fault " + fields.get("fault"));
  }

  private static Map<?, ?> object(Object value, String what) {
    if (value instanceof Map<?, ?> map) {
      return map;
    }
    throw new IllegalArgumentException(what + " must be an object");
  }

  private static Object tree(JsonParser json, int depth) throws IOException {
    JsonToken token = json.currentToken();
    if (token == null || depth > DEPTH_MAX) {
      throw new IllegalArgumentException(token == null ? "the file ends early" : "too deep");
    }
    switch (token) {
      case START_OBJECT:
        Map<String, Object> map = new LinkedHashMap<>();
        while (json.nextToken() == JsonToken.FIELD_NAME) {
          String name = json.currentName();
          json.nextToken();
          map.put(name, tree(json, depth + 1));
        }
        return map;
      case START_ARRAY:
        List<Object> list = new ArrayList<>();
        while (json.nextToken() != JsonToken.END_ARRAY) {
          list.add(tree(json, depth + 1));
        }
        return list;
      case VALUE_NUMBER_INT:
        return json.getLongValue();
      case VALUE_NUMBER_FLOAT:
        return json.getDoubleValue();
      case VALUE_TRUE, VALUE_FALSE:
        return json.getBooleanValue();
      default:
        return json.getText();
    }
  }

  private static <R extends Record> R record(Class<R> type, Map<?, ?> given, R defaults) {
    Map<String, Object> values = defaults == null ? new HashMap<>() : RecordFields.of(defaults);
    Map<Object, Object> rest = new LinkedHashMap<>(given);
    for (RecordComponent component : type.getRecordComponents()) {
      String name = component.getName();
      if (rest.containsKey(name)) {
        values.put(name, converted(name, component.getType(), rest.remove(name)));
      } else if (defaults == null) {
        throw new IllegalArgumentException(name + " is missing in a " + type.getSimpleName());
      }
    }
    if (!rest.isEmpty()) {
      throw new IllegalArgumentException("there is no field " + rest.keySet().iterator().next());
    }
    return RecordFields.make(type, values);
  }

  private static Object converted(String name, Class<?> type, Object value) {
    if (type == long.class && value instanceof Long) {
      return value;
    } else if (type == int.class && value instanceof Long number && (int) (long) number == number) {
      return (int) (long) number;
    } else if (type == double.class && value instanceof Number number) {
      return number.doubleValue();
    } else if (type == boolean.class && value instanceof Boolean) {
      return value;
    } else if (type == String.class && value instanceof String) {
      return value;
    } else if (type == List.class && value instanceof List<?> lists) {
      return lists(name, lists);
    } else if (type.isEnum()) {
      for (Object constant : type.getEnumConstants()) {
        if (constant.toString().equals(value)) {
          return constant;
        }
      }
    }
    throw new IllegalArgumentException(name + ": " + value + " is not allowed");
  }

  private static List<List<Integer>> lists(String name, List<?> lists) {
    List<List<Integer>> converted = new ArrayList<>();
    for (Object list : lists) {
      List<Integer> inner = new ArrayList<>();
      for (Object element : list instanceof List<?> elements ? elements : List.of("")) {
        inner.add((Integer) converted(name, int.class, element));
      }
      converted.add(List.copyOf(inner));
    }
    return List.copyOf(converted);
  }
}
