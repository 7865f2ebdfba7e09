package org.plumbline.core.hub;

import static org.plumbline.core.error.Require.require;

import java.nio.file.FileSystems;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import org.plumbline.core.error.FailedException;
import org.plumbline.core.error.InvalidInputException;
import org.plumbline.core.weights.Weights;

/**
 * Which files of a repository are fetched.
 *
 * @param include glob patterns of names; if there is none, what it takes to open the model: weights
 *     as safetensors, once, with the configuration, tokenizer and template beside them
 */
public record FileChoice(List<String> include) {
  /** What it takes to open the model. */
  public static final FileChoice USUAL = new FileChoice(List.of());

  private static final String ADAPTER = "adapter_model.safetensors";
  private static final Pattern SHARD =
      Pattern.compile("model-\\d{5}-of-\\d{5}\\.safetensors", Pattern.CASE_INSENSITIVE);
  private static final Pattern PICKLE = Pattern.compile(".*\\.(bin|pth|pt|ckpt|pkl)");

  /** Beside weights: configuration, tokenizers of all kinds, chat templates. */
  private static final Pattern SMALL =
      Pattern.compile(
          ".*\\.(json|jinja|model|spm)|merges\\.txt|vocab\\.txt|additional_chat_templates/.*");

  private static final Set<String> NEVER =
      Set.of(Weights.INDEX_FILE, "pytorch_model.bin.index.json", "flax_model.msgpack.index.json");

  public FileChoice {
    include = List.copyOf(include);
    include.forEach(FileChoice::matcher);
  }

  /**
   * The names that are fetched, sorted.
   *
   * @param names of all files of the repository
   * @throws InvalidInputException if nothing is chosen
   * @throws FailedException if the weights lie there as pickles alone
   */
  List<String> of(HubModel model, List<String> names) {
    if (include.isEmpty()) {
      return usual(model, new TreeSet<>(names));
    }
    List<PathMatcher> matchers = include.stream().map(FileChoice::matcher).toList();
    List<String> chosen =
        names.stream()
            .filter(name -> matchers.stream().anyMatch(m -> m.matches(Path.of(name))))
            .distinct()
            .sorted()
            .toList();
    require(
        !chosen.isEmpty(),
        "no file of '%s' matches --include %s; it has %s",
        model,
        include,
        sample(names));
    return chosen;
  }

  private static List<String> usual(HubModel model, Set<String> names) {
    TreeSet<String> chosen = new TreeSet<>(weights(model, names));
    names.stream()
        .filter(name -> SMALL.matcher(name).matches())
        .filter(name -> !name.contains("/") || name.startsWith("additional_chat_templates/"))
        .filter(name -> !NEVER.contains(name))
        .forEach(chosen::add);
    return List.copyOf(chosen);
  }

  /** The weights once, though many repositories hold them in several forms. */
  private static List<String> weights(HubModel model, Set<String> names) {
    Optional<Predicate<String>> form = form(names);
    if (form.isPresent()) {
      return names.stream().filter(form.get()).toList();
    }
    Optional<String> pickle =
        names.stream().filter(name -> PICKLE.matcher(name).matches()).findFirst();
    if (pickle.isPresent()) {
      throw new FailedException(
          ("'%s' holds its weights only as a pickle (%s), which may run any code when it is read, so Plumbline reads none. "
                  + "Look for a version with safetensors (on Hugging Face often --revision refs/pr/N), or convert it where you trust it, "
                  + "with save_pretrained of Python's transformers")
              .formatted(model, pickle.get()));
    }
    throw new FailedException(
        "'%s' holds no weights as safetensors; it has %s. Name what you want with --include"
            .formatted(model, sample(List.copyOf(names))));
  }

  private static Optional<Predicate<String>> form(Set<String> names) {
    if (names.contains(Weights.FILE)) {
      return Optional.of(Weights.FILE::equals);
    }
    if (names.contains(Weights.INDEX_FILE)) {
      return Optional.of(name -> name.equals(Weights.INDEX_FILE) || SHARD.matcher(name).matches());
    }
    return names.contains(ADAPTER) ? Optional.of(ADAPTER::equals) : Optional.empty();
  }

  private static PathMatcher matcher(String pattern) {
    try {
      return FileSystems.getDefault().getPathMatcher("glob:" + pattern);
    } catch (PatternSyntaxException e) {
      throw new InvalidInputException(
          "--include must be a pattern such as '*.json' or '**/config.json' (got '%s': %s)"
              .formatted(pattern, e.getDescription()),
          e);
    }
  }

  private static String sample(List<String> names) {
    List<String> first = names.stream().sorted().limit(8).toList();
    int more = names.size() - first.size();
    return first.isEmpty()
        ? "none at all"
        : String.join(", ", first) + (more > 0 ? " and %d more".formatted(more) : "");
  }
}
