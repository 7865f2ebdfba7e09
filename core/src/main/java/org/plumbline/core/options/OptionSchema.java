package org.plumbline.core.options;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLGenerator;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.plumbline.core.error.InvalidInputException;

/**
 * The options that a record has: one for each component, in the order of the record.
 *
 * <p>{@code learningRate} is called {@code learning-rate}; the components of a nested record {@code
 * optim} begin with {@code optim-}, unless {@link Option#inline} is set. Types: int, long, double,
 * boolean, String, Path, enums, any class with a public static {@code parse(String)} that its
 * {@code toString} is the inverse of, and Optional and List of these.
 *
 * @param <R> the record
 */
public final class OptionSchema<R extends Record> {
  private static final Option NO_HELP = noHelp();
  private static final YAMLMapper YAML =
      YAMLMapper.builder()
          .disable(YAMLGenerator.Feature.WRITE_DOC_START_MARKER)
          .enable(YAMLGenerator.Feature.MINIMIZE_QUOTES)
          .enable(YAMLGenerator.Feature.ALWAYS_QUOTE_NUMBERS_AS_STRINGS)
          .build();

  private final R defaults;
  private final List<OptionLeaf> leaves;

  private OptionSchema(R defaults, List<OptionLeaf> leaves) {
    this.defaults = defaults;
    this.leaves = leaves;
  }

  /**
   * The schema of a record, with the given one as defaults.
   *
   * @throws IllegalArgumentException if a component has a type that no option can have, or two
   *     share a name: a mistake of the program
   */
  public static <R extends Record> OptionSchema<R> of(R defaults) {
    List<OptionLeaf> leaves = new ArrayList<>();
    collect(defaults.getClass(), "", List.of(), leaves);
    Set<String> names = new HashSet<>();
    for (OptionLeaf leaf : leaves) {
      if (!names.add(leaf.name())) {
        throw new IllegalArgumentException(
            "%s has two options '%s'".formatted(defaults.getClass(), leaf.name()));
      }
    }
    return new OptionSchema<>(defaults, List.copyOf(leaves));
  }

  /** The options, in the order of the record. */
  public List<OptionField> fields() {
    return leaves.stream().map(leaf -> leaf.field(defaults)).toList();
  }

  /** Names of the options that change no result, so that a resumed run may have others. */
  public Set<String> mayDiffer() {
    return leaves.stream()
        .filter(leaf -> leaf.option().mayDiffer())
        .map(OptionLeaf::name)
        .collect(Collectors.toSet());
  }

  /** The record that the layers begin with. */
  public R defaults() {
    return defaults;
  }

  /**
   * Fills the record: what the command line gives overrides the recipe, which overrides the
   * defaults.
   *
   * @param recipe by option name
   * @param commandLine by option name without dashes
   * @throws InvalidInputException if a name is unknown, a value is none of its type, a required one
   *     is missing, or the record's own checks refuse it
   */
  public Bound<R> bind(Map<String, GivenValue> recipe, Map<String, String> commandLine) {
    return new OptionBinder<>(defaults, leaves).bind(recipe, commandLine);
  }

  /** All options of a record by name, in a stable order, numbers as numbers. */
  public ObjectNode toJson(R options) {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    for (OptionLeaf leaf : leaves) {
      json.set(leaf.name(), leaf.type().toJson(leaf.valueIn(options)));
    }
    return json;
  }

  /** All options of a record as YAML that a recipe's stage takes. */
  public String toYaml(R options) {
    try {
      return YAML.writeValueAsString(toJson(options));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a tree of plain values can always be written", e);
    }
  }

  /** {@code learningRate} to {@code learning-rate}. */
  static String kebab(String camelCase) {
    return camelCase
        .replaceAll("([a-z0-9])([A-Z])", "$1-$2")
        .replaceAll("([A-Z])([A-Z][a-z])", "$1-$2")
        .toLowerCase(Locale.ROOT);
  }

  private static void collect(
      Class<?> type, String prefix, List<RecordComponent> above, List<OptionLeaf> leaves) {
    for (RecordComponent component : type.getRecordComponents()) {
      Option annotated = component.getAnnotation(Option.class);
      Option option = annotated == null ? NO_HELP : annotated;
      String name = prefix + kebab(component.getName());
      List<RecordComponent> path = Stream.concat(above.stream(), Stream.of(component)).toList();
      Optional<OptionType> leaf = OptionType.of(component.getGenericType());
      if (leaf.isPresent()) {
        leaves.add(new OptionLeaf(name, leaf.get(), option, path));
      } else if (component.getType().isRecord()) {
        collect(component.getType(), option.inline() ? prefix : name + "-", path, leaves);
      } else {
        throw new IllegalArgumentException(
            "%s.%s has the type %s, which no option can have; give that a public static parse(String)"
                .formatted(type.getSimpleName(), component.getName(), component.getGenericType()));
      }
    }
  }

  /** The annotation with all its defaults. */
  private static Option noHelp() {
    record Bare(@Option int component) {}
    return Bare.class.getRecordComponents()[0].getAnnotation(Option.class);
  }
}
