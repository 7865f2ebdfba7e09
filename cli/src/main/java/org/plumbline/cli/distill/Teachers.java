package org.plumbline.cli.distill;

import static org.plumbline.core.error.Require.require;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.plumbline.cli.distill.TeacherNames.Named;
import org.plumbline.cli.frame.CommandContext;
import org.plumbline.cli.frame.Plan;
import org.plumbline.cli.source.LocalChatEngine;
import org.plumbline.core.error.InvalidInputException;
import org.plumbline.core.file.DurableFiles;
import org.plumbline.core.random.Seeds;
import org.plumbline.core.run.ContentHash;
import org.plumbline.distill.budget.Budget;
import org.plumbline.distill.budget.BudgetedModel;
import org.plumbline.distill.budget.CostEstimate;
import org.plumbline.distill.budget.ModelReceipt;
import org.plumbline.distill.budget.ReceiptBook;
import org.plumbline.distill.budget.SpendingReceipt;
import org.plumbline.distill.http.HttpChatModel;
import org.plumbline.distill.kept.CachedModel;
import org.plumbline.distill.kept.CallCache;
import org.plumbline.distill.kept.RecordingModel;
import org.plumbline.distill.kept.ReplayedModel;
import org.plumbline.distill.llm.ChatModel;
import org.plumbline.distill.llm.EngineModel;
import org.plumbline.distill.llm.Prices;
import org.plumbline.lm.hub.ModelFolder;

/**
 * The models that a command asks, with one cache, one budget and one receipt for all of them.
 *
 * <pre>{@code
 * try (Teachers teachers = Teachers.open(options.teachers(), context)) {
 *   List<ChatModel> models = teachers.models();
 *   ChatModel judge = teachers.model(options.judge());
 *   ...
 *   SpendingReceipt receipt = teachers.receipt();
 * }
 * }</pre>
 */
public final class Teachers implements AutoCloseable {
  private static final String CACHE = "calls.sqlite";

  private final TeacherOptions options;
  private final CommandContext context;
  private final TeacherNames names;
  private final Map<String, String> environment;
  private final Path file;
  private final boolean fresh;
  private final CallCache cache;
  private final Map<String, Double> paidBefore;
  private final Budget budget;
  private final ReceiptBook book;
  private final Map<String, Opened> models = new LinkedHashMap<>();

  /** What must be closed of the model that is being opened. */
  private List<AutoCloseable> opening = new ArrayList<>();

  /** A model with what must be closed when it is done with, the last first. */
  private record Opened(ChatModel model, List<AutoCloseable> parts) {}

  /**
   * Opens the models of a command that runs.
   *
   * @throws InvalidInputException if a name means nothing, a key is missing, or a limit in money
   *     meets a model without a price
   */
  public static Teachers open(TeacherOptions options, CommandContext context) {
    return open(options, context, System.getenv());
  }

  static Teachers open(
      TeacherOptions options, CommandContext context, Map<String, String> environment) {
    Teachers teachers = new Teachers(options, context, environment);
    try {
      options.teacher().forEach(teachers::model);
      return teachers;
    } catch (RuntimeException e) {
      teachers.close();
      teachers.forget();
      throw e;
    }
  }

  private Teachers(
      TeacherOptions options, CommandContext context, Map<String, String> environment) {
    this.options = options;
    this.context = context;
    this.names = new TeacherNames(options);
    this.environment = environment;
    String currency = currency(options, names);
    Path run = context.run().path();
    this.file = options.cache().isEmpty() ? run.resolve(CACHE) : Path.of(options.cache());
    this.fresh = !Files.exists(file);
    this.cache = CallCache.open(file, run.toAbsolutePath().normalize().toString());
    this.paidBefore = cache.paid();
    this.budget = new Budget(options.limits(), cache.spent(), currency);
    this.book = new ReceiptBook(currency);
  }

  /** The models of {@code --teacher}, in their order. */
  public List<ChatModel> models() {
    return options.teacher().stream().map(this::model).toList();
  }

  /**
   * Another model, or the same one if it is open: a judge, an optimiser. It shares cache, budget
   * and receipt.
   *
   * @param name as in {@code --teacher}
   */
  public synchronized ChatModel model(String name) {
    Opened known = models.get(name);
    if (known != null) {
      return known.model();
    }
    Named named = names.find(name);
    requirePrice(options, name, named);
    opening = new ArrayList<>();
    try {
      ChatModel model = book.counted(opened(named));
      models.put(name, new Opened(model, opening));
      return model;
    } catch (RuntimeException e) {
      close(opening);
      throw e;
    }
  }

  /** The model of this name, or the other one if no name is given. */
  public ChatModel model(String name, ChatModel otherwise) {
    return name.isEmpty() ? otherwise : model(name);
  }

  /**
   * Closes a model that is not asked again, so that several that fill the memory can take turns;
   * those of {@code --teacher} stay.
   */
  public synchronized void release(String name) {
    Opened done = options.teacher().contains(name) ? null : models.remove(name);
    if (done != null) {
      close(done.parts());
    }
  }

  /**
   * What this run has paid to a model until now, in all its attempts.
   *
   * @param model its id, as in receipts
   */
  public double paid(String model) {
    double now =
        receipt().models().stream()
            .filter(each -> each.model().equals(model))
            .mapToDouble(ModelReceipt::cost)
            .sum();
    return paidBefore.getOrDefault(model, 0.0) + now;
  }

  /** What was asked and paid so far, by this process. */
  public SpendingReceipt receipt() {
    return book.receipt();
  }

  /**
   * What a model is asked for in all.
   *
   * @param model as in {@code --teacher}
   * @param what the calls are for; empty if the model is asked for one thing
   * @param promptTokens of one question, about
   * @param maxTokens most tokens of one answer
   */
  public record Asked(String model, String what, long calls, long promptTokens, long maxTokens) {
    String label() {
      return what.isEmpty() ? model : "%s, %s".formatted(model, what);
    }
  }

  /**
   * What so many questions would cost each teacher, before any is asked: the plan with a line for
   * each.
   *
   * @param calls questions to each of them
   * @param promptTokens of one question, about
   * @param maxTokens most tokens of one answer
   */
  public static Plan plan(
      Plan plan, TeacherOptions options, long calls, long promptTokens, long maxTokens) {
    return plan(
        plan,
        options,
        options.teacher().stream()
            .map(name -> new Asked(name, "", calls, promptTokens, maxTokens))
            .toList());
  }

  /** What all that is asked would cost, a line for each. */
  public static Plan plan(Plan plan, TeacherOptions options, List<Asked> asked) {
    TeacherNames names = new TeacherNames(options);
    currency(options, names);
    Plan longer = plan;
    for (Asked each : asked) {
      Named named = names.find(each.model());
      requirePrice(options, each.model(), named);
      CostEstimate estimate =
          CostEstimate.of(each.calls(), each.promptTokens(), each.maxTokens(), named.prices());
      longer = longer.with(each.label(), "%s", estimate.text());
    }
    return longer;
  }

  private ChatModel opened(Named named) {
    return switch (named) {
      case Named.Server(var endpoint) ->
          kept(
              closed(HttpChatModel.open(endpoint, environment, seeds().child(endpoint.id()))),
              named.prices());
      case Named.Folder(String name) -> kept(local(name), named.prices());
      case Named.Recording(Path file) -> ReplayedModel.open(file);
      // Around the cache: a run that is resumed records what it had been told before, too.
      case Named.Recorded(Path file, Named model) ->
          closed(new RecordingModel(opened(model), file));
    };
  }

  private ChatModel kept(ChatModel bare, Prices prices) {
    return new CachedModel(new BudgetedModel(bare, prices, budget), cache);
  }

  private ChatModel local(String name) {
    ModelFolder folder;
    try {
      folder = context.sources().languageModel(name, "");
    } catch (InvalidInputException e) {
      throw names.unknown(name, e);
    }
    return closed(
        new EngineModel(
            LocalChatEngine.open(folder, id(name, folder), options.slots(), seeds()), seeds()));
  }

  /** Weights that were trained again under the same name must not be taken for those before. */
  private String id(String name, ModelFolder folder) {
    Path path = Path.of(name);
    return Files.exists(path)
        ? "%s@%s"
            .formatted(
                folder.name(), ContentHash.of(context.sources().modelFolder(name)).shortForm())
        : name;
  }

  private Seeds seeds() {
    return context.seeds().child("teachers");
  }

  private <T extends AutoCloseable> T closed(T model) {
    opening.add(model);
    return model;
  }

  private static void requirePrice(TeacherOptions options, String name, Named named) {
    require(
        options.maxCost().isEmpty() || named.prices().known(),
        "max-cost needs the price of every model ('%s' has none); give price-prompt and"
            + " price-completion in an endpoints file, 0 for a server of your own, or limit"
            + " --max-spent-tokens",
        name);
  }

  private static String currency(TeacherOptions options, TeacherNames names) {
    TreeSet<String> all = new TreeSet<>();
    for (String name : options.teacher()) {
      Prices prices = names.find(name).prices();
      if (prices.known() && !prices.equals(Prices.FREE)) {
        all.add(prices.currency());
      }
    }
    require(
        all.size() <= 1,
        "all prices must be in one currency (got %s); convert them in the endpoints file",
        String.join(", ", all));
    return all.isEmpty() ? Prices.UNKNOWN.currency() : all.first();
  }

  /** A run that could not even begin leaves no cache, so that its folder can be used again. */
  private void forget() {
    try {
      if (fresh) {
        Files.deleteIfExists(file);
      }
    } catch (IOException e) {
      context.console().warn("'%s' is left behind: %s".formatted(file, DurableFiles.reason(e)));
    }
  }

  @Override
  public void close() {
    models.values().forEach(model -> close(model.parts()));
    cache.close();
  }

  private void close(List<AutoCloseable> parts) {
    for (AutoCloseable part : parts.reversed()) {
      try {
        part.close();
      } catch (Exception e) {
        context.console().warn("a model could not be closed: " + e.getMessage());
      }
    }
  }
}
