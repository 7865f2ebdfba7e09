package org.plumbline.cli.source;

import static org.plumbline.core.error.Require.require;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.plumbline.align.reward.RewardModel;
import org.plumbline.core.data.Answer;
import org.plumbline.core.data.AnsweredQuestion;
import org.plumbline.core.data.Chat;
import org.plumbline.core.data.ChatWriter;
import org.plumbline.core.data.Columns;
import org.plumbline.core.data.Demonstration;
import org.plumbline.core.data.Example;
import org.plumbline.core.data.Exchange;
import org.plumbline.core.data.InvalidRows;
import org.plumbline.core.data.JsonLines;
import org.plumbline.core.data.Opening;
import org.plumbline.core.data.Preference;
import org.plumbline.core.data.Prompt;
import org.plumbline.core.data.References;
import org.plumbline.core.error.InvalidInputException;
import org.plumbline.core.hub.HubCache;
import org.plumbline.core.material.Embedded;
import org.plumbline.core.material.Material;
import org.plumbline.core.score.Scorer;
import org.plumbline.lm.adapter.PeftFolder;
import org.plumbline.lm.hub.ModelFiles;
import org.plumbline.lm.hub.ModelFolder;
import org.plumbline.lm.text.Tokenizer;

/**
 * Opens what a user names: {@code embedded:NAME}, a file, a folder, a run folder, a model of a hub
 * that is in the cache, or {@code -} for standard input.
 */
public final class Sources implements AutoCloseable {
  private final Embedded embedded = new Embedded();
  private final Consumer<String> warnings;
  private final Map<String, RewardModel> rewardModels = new HashMap<>();

  /** Sources that tell here how many rows they left out. */
  public Sources(Consumer<String> warnings) {
    this.warnings = warnings;
  }

  /** Reads one kind of rows from a file. */
  private interface Reader<T> {
    Stream<T> read(Path path, Columns columns, InvalidRows invalid);
  }

  /** Texts, one document an item: column {@code text}, or the lines of a {@code .txt}. */
  public List<String> texts(String name, RowOptions rows) {
    return Embedded.is(name)
        ? listed(embedded.find(name, Material.Texts.class, "texts").rows().get())
        : read(name, rows, JsonLines::texts);
  }

  /** Prompts in plain text. */
  public List<Prompt> prompts(String name, RowOptions rows) {
    return prompts(name, rows, ChatWriter.NONE);
  }

  /** Prompts: column {@code prompt}, or chats, which are written so. */
  public List<Prompt> prompts(String name, RowOptions rows, ChatWriter chats) {
    return Embedded.is(name)
        ? plain(embedded.find(name, Material.Prompts.class, "prompts").rows().get(), chats)
        : read(
            name,
            rows,
            (path, columns, invalid) -> JsonLines.prompts(path, columns, invalid, chats));
  }

  private static <T> List<T> plain(Stream<T> rows, ChatWriter chats) {
    chats.plain();
    return listed(rows);
  }

  /**
   * What is to be written on from: chats in column {@code messages}, or column {@code prompt}. They
   * are handed over in parts, so that a file may be larger than the memory.
   *
   * @param limit only so many; 0: all
   */
  public void openings(String name, RowOptions rows, long limit, Consumer<List<Opening>> part) {
    InvalidRows invalid = rows.invalidRows();
    try (Stream<? extends Opening> all =
        Embedded.is(name)
            ? embedded.find(name, Material.Prompts.class, "prompts").rows().get()
            : JsonLines.openings(Path.of(name), rows.columns(), invalid)) {
      Stream<Opening> some = (limit == 0 ? all : all.limit(limit)).map(opening -> opening);
      Parts.of(some, Sources::length, part);
    }
    tell(name, invalid);
  }

  private static int length(Opening opening) {
    return switch (opening) {
      case Prompt prompt -> prompt.text().length();
      case Chat chat -> chat.messages().stream().mapToInt(m -> m.toString().length()).sum();
    };
  }

  /** Preferences in plain text. */
  public List<Preference> preferences(String name, RowOptions rows) {
    return preferences(name, rows, ChatWriter.NONE);
  }

  /**
   * Preferences: columns {@code chosen}, {@code rejected}, and {@code prompt} if there; texts, or
   * chats, which are written so.
   */
  public List<Preference> preferences(String name, RowOptions rows, ChatWriter chats) {
    return Embedded.is(name)
        ? plain(embedded.find(name, Material.Preferences.class, "preferences").rows().get(), chats)
        : read(
            name,
            rows,
            (path, columns, invalid) -> JsonLines.preferences(path, columns, invalid, chats));
  }

  /**
   * Examples to imitate: chats in column {@code messages}, or column {@code completion}, and {@code
   * prompt} if there; embedded texts and the lines of a {@code .txt} are completions of nothing.
   */
  public List<Example> examples(String name, RowOptions rows) {
    return Embedded.is(name) || name.endsWith(".txt")
        ? texts(name, rows).stream().<Example>map(text -> new Demonstration("", text)).toList()
        : read(name, rows, JsonLines::examples);
  }

  /**
   * Exchanges to be scored: column {@code completion}, and {@code prompt} if there; or chats, which
   * are written so. They are handed over in parts, so that a file may be larger than the memory.
   */
  public void exchanges(
      String name, RowOptions rows, ChatWriter chats, Consumer<List<Exchange>> part) {
    InvalidRows invalid = rows.invalidRows();
    try (Stream<Exchange> all =
        JsonLines.exchanges(Path.of(name), rows.columns(), invalid, chats)) {
      Parts.of(all, exchange -> exchange.text().length(), part);
    }
    tell(name, invalid);
  }

  /**
   * Questions with answers: {@code question} and {@code answer}, or chats that end with both, and
   * {@code id}, {@code reference} and {@code label} if there; a row without an id is called by its
   * number.
   */
  public List<AnsweredQuestion> answeredQuestions(String name, RowOptions rows) {
    List<AnsweredQuestion> read = read(name, rows, JsonLines::answeredQuestions);
    return IntStream.range(0, read.size())
        .mapToObj(
            i -> read.get(i).id().isEmpty() ? read.get(i).named("row-" + (i + 1)) : read.get(i))
        .toList();
  }

  /** Answers: column {@code completion}, and {@code id} if there. */
  public List<Answer> answers(String name, RowOptions rows) {
    return read(name, rows, JsonLines::answers);
  }

  /** References: column {@code reference}, and {@code id} and {@code group} if there. */
  public List<References> references(String name, RowOptions rows) {
    return read(name, rows, JsonLines::references);
  }

  /** A scorer that comes with a jar; starting it may take seconds. */
  public Scorer gold(String name) {
    return embedded.find(name, Material.Gold.class, "gold scorers").scorer().get();
  }

  /** Whether an embedded model, and not another material, has this name. */
  public boolean isModel(String name) {
    return embedded.all().stream()
        .filter(Material.Model.class::isInstance)
        .anyMatch(material -> name.equals(Embedded.PREFIX + material.name()));
  }

  /**
   * A reward model that comes with a jar. It stays open for the next stage that asks for it,
   * because reading its trunk takes seconds, and belongs to these sources.
   */
  RewardModel embeddedReward(String name, ModelFiles files) {
    return rewardModels.computeIfAbsent(name, n -> RewardModel.open(files));
  }

  @Override
  public void close() {
    rewardModels.values().forEach(RewardModel::close);
    rewardModels.clear();
  }

  /** A model folder, the model of a run, or an embedded model. */
  public ModelFolder model(String name) {
    require(
        adapter(name).isEmpty(),
        "'%s' is an adapter and no model, which 'plumb generate', 'plumb chat' and 'plumb model"
            + " check' alone take; make it again with --merge, or merge it into its model with"
            + " PEFT",
        name);
    return Embedded.is(name)
        ? ModelFolder.open(embedded.find(name, Material.Model.class, "models"))
        : ModelFolder.open(modelFolder(name));
  }

  /**
   * A language model that writes: as {@link #model}, or a PEFT adapter's folder, or a run that
   * holds an adapter alone, whose model it is merged into.
   *
   * @param base the adapter's model; empty for the one that the adapter names
   */
  public ModelFolder languageModel(String name, String base) {
    Optional<ModelFiles> adapter = adapter(name);
    require(
        base.isEmpty() || adapter.isPresent(),
        "base names the model of an adapter, but '%s' is a model of its own; leave base out",
        name);
    return adapter
        .map(files -> PeftFolder.open(files, Set.of()))
        .map(peft -> peft.over(base.isEmpty() ? namedBase(peft) : ModelFiles.of(modelFolder(base))))
        .orElseGet(() -> model(name));
  }

  private static ModelFiles namedBase(PeftFolder adapter) {
    try {
      return adapter.baseFiles();
    } catch (InvalidInputException e) {
      throw new InvalidInputException("%s, or name it by --base".formatted(e.getMessage()), e);
    }
  }

  private static Optional<ModelFiles> adapter(String name) {
    if (Embedded.is(name)) {
      return Optional.empty();
    }
    Path path = HubCache.here().locate(name);
    return Stream.of(path, path.resolve("adapter"))
        .filter(folder -> !Files.isDirectory(path.resolve("model")) && Files.isDirectory(folder))
        .map(ModelFiles::of)
        .filter(PeftFolder::isOne)
        .findFirst();
  }

  /** An encoder of sentences, which the caller closes; named as {@link #model}. */
  public ModelEmbedding embedding(String name) {
    return ModelEmbedding.open(
        name,
        Embedded.is(name)
            ? ModelFiles.of(embedded.find(name, Material.Model.class, "models"))
            : ModelFiles.of(modelFolder(name)));
  }

  /** The tokenizer of a model, of a run folder, or of a {@code tokenizer.json}. */
  public Tokenizer tokenizer(String name) {
    return Embedded.is(name) ? model(name).tokenizer() : Tokenizer.load(modelFolder(name));
  }

  /**
   * The folder itself, the {@code model} folder of a run, or the folder of {@code
   * organisation/name} in the cache that {@code plumb pull} fills.
   */
  public Path modelFolder(String name) {
    Path path = HubCache.here().locate(name);
    require(
        Files.exists(path),
        "there is no '%s'; give a model folder, a run folder that holds one, or embedded:NAME",
        name);
    Path model = path.resolve("model");
    return Files.isDirectory(model) ? model : path;
  }

  /** Everything that comes in jars. */
  public List<Material> embedded() {
    return embedded.all();
  }

  private <T> List<T> read(String name, RowOptions rows, Reader<T> reader) {
    InvalidRows invalid = rows.invalidRows();
    List<T> all = listed(reader.read(Path.of(name), rows.columns(), invalid));
    tell(name, invalid);
    return all;
  }

  private void tell(String name, InvalidRows invalid) {
    if (invalid.total() > 0) {
      warnings.accept("'%s': %s".formatted(name, invalid));
    }
  }

  private static <T> List<T> listed(Stream<T> rows) {
    try (rows) {
      return rows.toList();
    }
  }
}
