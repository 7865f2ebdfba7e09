package org.plumbline.distill.template;

import static org.plumbline.core.error.Require.require;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.plumbline.core.chat.ChatTurn;
import org.plumbline.core.error.FailedException;
import org.plumbline.core.error.InvalidInputException;
import org.plumbline.core.error.Nearest;
import org.plumbline.core.file.DurableFiles;
import org.plumbline.core.material.ResourceFile;
import org.plumbline.core.run.ContentHash;

/**
 * A prompt with slots, {@code {{question}}}, of which all are known before the first call.
 *
 * <p>Slots are filled in one pass: braces inside of what is filled in mean nothing.
 *
 * @param purpose what it is for
 * @param system instructions that come before the conversation; may be empty
 * @param user what is said
 * @param hash of system and user, for provenance
 */
public record PromptTemplate(Purpose purpose, String system, String user, ContentHash hash) {
  private static final Pattern SLOT = Pattern.compile("\\{\\{\\s*([A-Za-z_-]*)\\s*}}");
  private static final ObjectMapper YAML = new YAMLMapper();
  private static final Set<String> KEYS = Set.of("version", "system", "user");

  public PromptTemplate {
    Set<String> found = slots(system + user);
    for (String slot : found) {
      require(
          purpose.known().contains(slot),
          "a prompt for %s has the slots %s; it knows no {{%s}}, %s",
          purpose.word(),
          String.join(", ", purpose.known()),
          slot,
          Nearest.hint(slot, List.copyOf(purpose.known())));
    }
    Set<String> missing = new TreeSet<>(purpose.required());
    missing.removeAll(found);
    require(
        missing.isEmpty(),
        "a prompt for %s needs the slots %s; this one lacks {{%s}}. Write it where the text shall stand",
        purpose.word(),
        String.join(", ", new TreeSet<>(purpose.required())),
        String.join("}}, {{", missing));
  }

  /** Of these texts. */
  public static PromptTemplate of(Purpose purpose, String system, String user) {
    return new PromptTemplate(
        purpose,
        system.strip(),
        user.strip(),
        ContentHash.of(system.strip() + "\0" + user.strip()));
  }

  /** The included one; Chinese if the language is {@code zh}, else English. */
  public static PromptTemplate included(Purpose purpose, String language) {
    String name = "%s.%s.yaml".formatted(purpose.word(), language.equals("zh") ? "zh" : "en");
    ResourceFile file =
        new ResourceFile(name, PromptTemplate.class, "org/plumbline/distill/template/" + name);
    try (InputStream in = file.open()) {
      return parse(purpose, name, new String(in.readAllBytes(), StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new FailedException("cannot read the included prompt '%s'".formatted(name), e);
    }
  }

  /**
   * A user's: YAML with {@code system} and {@code user}, or a text, which is what is said.
   *
   * @throws InvalidInputException if it cannot be read, or its slots are not those of the purpose
   */
  public static PromptTemplate read(Purpose purpose, Path file) {
    String name = String.valueOf(file.getFileName());
    try {
      String text = Files.readString(file);
      return name.endsWith(".yaml") || name.endsWith(".yml")
          ? parse(purpose, file.toString(), text)
          : named(file.toString(), () -> of(purpose, "", text));
    } catch (IOException e) {
      throw new InvalidInputException(
          "cannot read the prompt '%s': %s".formatted(file, DurableFiles.reason(e)), e);
    }
  }

  /**
   * The same as a file that {@link #read} reads.
   *
   * @throws FailedException never in practice: two texts can always be written
   */
  public String yaml() {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("version", 1);
    fields.put("system", system);
    fields.put("user", user);
    try {
      return YAML.writeValueAsString(fields);
    } catch (JsonProcessingException e) {
      throw new FailedException("cannot write a prompt for %s".formatted(purpose.word()), e);
    }
  }

  /** The conversation with all slots filled; a slot without a value is empty. */
  public List<ChatTurn> fill(Map<String, String> values) {
    List<ChatTurn> turns = new ArrayList<>();
    String instructions = filled(system, values).strip();
    if (!instructions.isEmpty()) {
      turns.add(ChatTurn.system(instructions));
    }
    turns.add(ChatTurn.user(filled(user, values).strip()));
    return turns;
  }

  /** What a prompt calls the course when the user gives no name for it. */
  public static String course(String given, String language) {
    return given.isBlank() ? language.equals("zh") ? "本课程" : "the course" : given;
  }

  private static String filled(String text, Map<String, String> values) {
    return SLOT.matcher(text)
        .replaceAll(slot -> Matcher.quoteReplacement(values.getOrDefault(slot.group(1), "")));
  }

  private static Set<String> slots(String text) {
    Set<String> slots = new TreeSet<>();
    SLOT.matcher(text).results().forEach(slot -> slots.add(slot.group(1)));
    return slots;
  }

  private static PromptTemplate parse(Purpose purpose, String source, String yaml) {
    JsonNode root;
    try {
      root = YAML.readTree(yaml);
    } catch (JsonProcessingException e) {
      throw new InvalidInputException(
          "'%s' is no YAML: %s".formatted(source, DurableFiles.reason(e)), e);
    }
    require(root.isObject(), "'%s' must hold 'user', and 'system' if wanted", source);
    root.fieldNames()
        .forEachRemaining(
            key ->
                require(
                    KEYS.contains(key),
                    "'%s' may hold version, system and user; '%s' is none of them",
                    source,
                    key));
    require(root.path("user").isTextual(), "'%s' must hold the text 'user'", source);
    return named(
        source, () -> of(purpose, root.path("system").asText(""), root.path("user").textValue()));
  }

  private static PromptTemplate named(String source, Supplier<PromptTemplate> made) {
    try {
      return made.get();
    } catch (InvalidInputException e) {
      throw new InvalidInputException("'%s': %s".formatted(source, e.getMessage()), e);
    }
  }
}
