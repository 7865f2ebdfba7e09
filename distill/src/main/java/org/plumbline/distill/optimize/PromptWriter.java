package org.plumbline.distill.optimize;

import static java.util.stream.Collectors.joining;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.stream.IntStream;
import org.plumbline.core.chat.ChatRequest;
import org.plumbline.core.chat.ChatSampling;
import org.plumbline.core.random.Seeds;
import org.plumbline.distill.llm.ChatModel;
import org.plumbline.distill.llm.ChatOutcome;
import org.plumbline.distill.llm.Reasoning;
import org.plumbline.distill.optimize.Evaluation.Scored;
import org.plumbline.distill.reply.LooseJson;
import org.plumbline.distill.reply.LooseValue;
import org.plumbline.distill.template.Fence;
import org.plumbline.distill.template.PromptTemplate;
import org.plumbline.distill.template.Purpose;

/**
 * A model that writes prompts: by reflection on one prompt's results, and by resampling from the
 * best prompts and their scores (CourseGPT-zh, section 4.2; after PromptAgent and OPRO).
 */
final class PromptWriter {
  private static final List<String> PROMPTS =
      List.of("prompts", "prompt", "newprompts", "newprompt", "提示词", "新提示词");

  private final ChatModel model;
  private final OptimizerOptions options;
  private final String task;
  private final String scoring;
  private final PromptTemplate reflection;
  private final PromptTemplate resampling;
  private final Seeds seeds;

  /**
   * A writer.
   *
   * @param task what the prompts are for, a sentence or two
   * @param scoring what a score is, a sentence
   */
  PromptWriter(
      ChatModel model, OptimizerOptions options, String task, String scoring, Seeds seeds) {
    this.model = model;
    this.options = options;
    this.task = task;
    this.scoring = scoring;
    this.reflection = PromptTemplate.included(Purpose.PROMPT_REFLECTION, options.language());
    this.resampling = PromptTemplate.included(Purpose.PROMPT_RESAMPLING, options.language());
    this.seeds = seeds.child("writer");
  }

  /** What a call came to: prompts that were read, perhaps none. */
  record Reply(List<String> prompts, Spending spending) {}

  /** One prompt out of one, after some of its judgements that are drawn at random. */
  Reply reflect(Candidate parent, int iteration, int attempt) {
    List<Scored> drawn =
        seeds.child("feedback", iteration).sample(parent.id(), parent.scored(), options.feedback());
    String feedback =
        IntStream.range(0, drawn.size())
            .mapToObj(i -> "(%d) %s".formatted(i + 1, drawn.get(i).feedback()))
            .collect(joining("\n\n"));
    Fence fence =
        Fence.around(List.of(parent.text(), feedback), seeds.child(parent.id(), iteration));
    Map<String, String> values =
        Map.of(
            "task", task,
            "scoring", scoring,
            "mark", fence.mark(),
            "prompt", fence.enclose(parent.text()),
            "summary", summary(parent),
            "feedback", fence.enclose(feedback),
            "limit", String.valueOf(options.longest()),
            "form", "{\"analysis\": \"...\", \"prompt\": \"...\"}");
    return ask(request(reflection, values, schema(0)), attempt + iteration * options.tries());
  }

  /**
   * So many prompts out of the best.
   *
   * @param best from the best on
   * @param taken new ones of this round, so that the reply differs from them
   */
  Reply resample(List<Candidate> best, List<String> taken, int count, int iteration, int attempt) {
    List<Candidate> shown =
        switch (options.order()) {
          case DESCENDING -> best;
          case ASCENDING -> best.reversed();
        };
    List<String> texts = new ArrayList<>(best.stream().map(Candidate::text).toList());
    texts.addAll(taken);
    Fence fence = Fence.around(texts, seeds.child("resample", iteration));
    List<String> entries =
        new ArrayList<>(
            shown.stream().map(c -> summary(c) + "\n" + fence.enclose(c.text())).toList());
    taken.forEach(text -> entries.add(unscored() + "\n" + fence.enclose(text)));
    Map<String, String> values =
        Map.of(
            "task", task,
            "scoring", scoring,
            "mark", fence.mark(),
            "prompts", String.join("\n\n", entries),
            "count", String.valueOf(count),
            "limit", String.valueOf(options.longest()),
            "order", order(),
            "form", "{\"analysis\": \"...\", \"prompts\": [\"...\", \"...\"]}");
    return ask(request(resampling, values, schema(count)), attempt + iteration * options.tries());
  }

  private ChatRequest request(
      PromptTemplate template, Map<String, String> values, ObjectNode schema) {
    return new ChatRequest(
            template.fill(values), ChatSampling.at(options.temperature(), options.maxTokens()))
        .withSchema(schema);
  }

  private Reply ask(ChatRequest request, int sample) {
    ChatOutcome outcome = model.ask(request, sample);
    List<String> prompts = outcome.answer().map(PromptWriter::prompts).orElse(List.of());
    return new Reply(prompts, Spending.of(List.of(outcome.receipt())));
  }

  /** The prompts of the last object that names some, else those of the last list of texts. */
  static List<String> prompts(String reply) {
    LooseJson json = LooseJson.read(Reasoning.stripped(reply));
    for (LooseJson.Found found : json.found().reversed()) {
      List<String> prompts =
          switch (found.value()) {
            case LooseValue.Fields fields ->
                fields.fields().stream()
                    .filter(field -> PROMPTS.contains(folded(field.name())))
                    .flatMap(field -> texts(field.value()).stream())
                    .toList();
            case LooseValue.Items items -> texts(items);
            case LooseValue.Text text -> List.<String>of();
            case LooseValue.Bare bare -> List.<String>of();
          };
      if (!prompts.isEmpty()) {
        return prompts;
      }
    }
    return List.of();
  }

  private static List<String> texts(LooseValue value) {
    return switch (value) {
      case LooseValue.Text text -> List.of(text.text().strip());
      case LooseValue.Items items ->
          items.values().stream().flatMap(item -> texts(item).stream()).toList();
      case LooseValue.Fields fields ->
          fields.fields().stream()
              .filter(field -> PROMPTS.contains(folded(field.name())))
              .flatMap(field -> texts(field.value()).stream())
              .toList();
      case LooseValue.Bare bare -> List.of();
    };
  }

  private static String folded(String name) {
    return name.toLowerCase(Locale.ROOT).replaceAll("[^\\p{L}]", "");
  }

  private static ObjectNode schema(int count) {
    ObjectNode schema = JsonNodeFactory.instance.objectNode().put("type", "object");
    ObjectNode properties = schema.putObject("properties");
    properties.putObject("analysis").put("type", "string");
    if (count == 0) {
      properties.putObject("prompt").put("type", "string");
    } else {
      ObjectNode prompts = properties.putObject("prompts").put("type", "array");
      prompts.putObject("items").put("type", "string");
      prompts.put("minItems", count).put("maxItems", count);
    }
    schema.putArray("required").add("analysis").add(count == 0 ? "prompt" : "prompts");
    return schema.put("additionalProperties", false);
  }

  /** Score, its parts and lengths: without them reflection drifts to long prompts and answers. */
  private String summary(Candidate candidate) {
    boolean chinese = options.language().equals("zh");
    int characters = candidate.text().codePointCount(0, candidate.text().length());
    OptionalDouble ratio = candidate.lengthRatio();
    if (ratio.isEmpty() || !Double.isFinite(ratio.getAsDouble())) {
      return (chinese ? "得分 %s；提示词 %d 个字符" : "score %s; prompt of %d characters")
          .formatted(number(candidate.score()), characters);
    }
    return (chinese
            ? "得分 %s = 评审 %s − 长度扣分 %s；提示词 %d 个字符；回答长度平均为人写的 %s 倍"
            : "score %s = judge %s - length penalty %s; prompt of %d characters; results %s times as long as people's")
        .formatted(
            number(candidate.score()),
            number(candidate.graded()),
            number(candidate.penalty()),
            characters,
            number(ratio));
  }

  private String unscored() {
    return options.language().equals("zh") ? "已有的新提示词，尚无得分" : "new already, no score yet";
  }

  private String order() {
    boolean chinese = options.language().equals("zh");
    return switch (options.order()) {
      case DESCENDING -> chinese ? "按得分从高到低排列" : "from the highest score to the lowest";
      case ASCENDING -> chinese ? "按得分从低到高排列" : "from the lowest score to the highest";
    };
  }

  private static String number(OptionalDouble value) {
    return value.isPresent() ? String.format(Locale.ROOT, "%.2f", value.getAsDouble()) : "?";
  }
}
