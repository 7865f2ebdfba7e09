package org.plumbline.distill.optimize;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.plumbline.core.chat.ChatRequest;
import org.plumbline.core.chat.ChatSampling;
import org.plumbline.core.random.Seeds;
import org.plumbline.distill.judge.HumanPair;
import org.plumbline.distill.judge.Judge;
import org.plumbline.distill.judge.JudgeOptions;
import org.plumbline.distill.judge.LengthPenalty;
import org.plumbline.distill.judge.LengthUnit;
import org.plumbline.distill.llm.ChatModel;
import org.plumbline.distill.llm.ChatOutcome;
import org.plumbline.distill.llm.InOrder;

/**
 * A world in which the best prompt is known: the grade of an answer is 4 and one more for each of
 * four good words in the prompt, less one for each of two bad ones.
 */
final class WordWorld {
  static final List<String> GOOD = List.of("precise", "brief", "plain", "honest");
  static final List<String> BAD = List.of("flowery", "rambling");
  static final List<String> STARTING =
      List.of(
          "Answer flowery and rambling",
          "Answer plain",
          "Answer brief",
          "Answer precise and flowery",
          "Answer honest and rambling",
          "Answer flowery",
          "Answer rambling",
          "Answer precise and rambling",
          "Answer brief and flowery",
          "Answer honest and flowery");

  final RecordedModel teacher;
  final RecordedModel judge;
  final RecordedModel writer;

  WordWorld(Map<String, ChatOutcome> cache, int budget) {
    // A teacher repeats its role, so that the judge sees the words.
    teacher =
        new RecordedModel(
            "teacher",
            cache,
            budget,
            request -> "As told: " + request.turns().getFirst().content());
    judge = new RecordedModel("judge", cache, Integer.MAX_VALUE, WordWorld::judged);
    writer = new RecordedModel("writer", cache, Integer.MAX_VALUE, WordWorld::written);
  }

  static List<HumanPair> pairs(int count) {
    return IntStream.range(0, count)
        .mapToObj(
            i ->
                new HumanPair(
                    "i%02d".formatted(i), "Question " + i + "?", "x".repeat(200) + " " + i))
        .toList();
  }

  RolePromptTask task(Seeds seeds) {
    return new RolePromptTask(
        teacher,
        ChatSampling.greedy(100),
        Judge.ofAnswers(judge, JudgeOptions.DEFAULT, seeds),
        LengthPenalty.PAPER,
        LengthUnit.CHARACTERS::of);
  }

  PromptOptimizer<HumanPair> optimizer(Seeds seeds, int atOnce) {
    Parts<HumanPair> parts =
        Parts.split(pairs(30), HumanPair::id, new Parts.Sizes(12, 0, 12), seeds);
    return new PromptOptimizer<>(
        task(seeds),
        parts,
        writer,
        OptimizerOptions.DEFAULT,
        new InOrder(atOnce, () -> false),
        SearchListener.NOBODY,
        seeds);
  }

  int paid() {
    return teacher.paid.get() + judge.paid.get() + writer.paid.get();
  }

  private static String judged(ChatRequest request) {
    String text = request.turns().getLast().content();
    String answer = text.substring(text.indexOf("As told:"));
    Set<String> words = words(answer);
    int grade =
        4
            + (int) GOOD.stream().filter(words::contains).count()
            - (int) BAD.stream().filter(words::contains).count();
    String missing = GOOD.stream().filter(w -> !words.contains(w)).findFirst().orElse("nothing");
    return ("{\"reasoning\": \"lacks %s\", \"factual_accuracy\": %d, \"user_satisfaction\": %d,"
            + " \"clarity\": %d, \"condensability\": %d, \"comprehensive\": %d}")
        .formatted(missing, grade, grade, grade, grade, grade);
  }

  /** Reflection takes the judge's advice; resampling tries subsets of what the best have. */
  private static String written(ChatRequest request) {
    String text = request.turns().getLast().content();
    if (text.contains("\"prompts\"")) {
      int count = Integer.parseInt(text.replaceAll("(?s).*with exactly (\\d+) prompts.*", "$1"));
      List<String> all = new ArrayList<>(new TreeSet<>(words(text)));
      List<String> prompts = new ArrayList<>();
      for (int i = 0; i < count; i++) {
        List<String> some = new ArrayList<>(all);
        some.remove(i % Math.max(1, some.size()));
        prompts.add(
            "\"Do answer "
                + String.join(", ", some)
                + " "
                + "!".repeat(i)
                + number(text, i)
                + "\"");
      }
      return "{\"analysis\": \"a\", \"prompts\": [" + String.join(", ", prompts) + "]}";
    }
    String prompt = text.replaceAll("(?s).*?<<<[0-9a-f]+\n(.*?)\n[0-9a-f]+>>>.*", "$1");
    String lacking = text.replaceAll("(?s).*lacks (\\w+).*", "$1");
    return "{\"analysis\": \"a\", \"prompt\": \"%s and %s%s\"}"
        .formatted(prompt, lacking, number(text, 0));
  }

  /** Two rounds must not write the same prompt. */
  private static String number(String text, int i) {
    return " v" + Integer.toHexString(text.hashCode() + i);
  }

  private static Set<String> words(String text) {
    Set<String> known =
        Arrays.stream(text.split("[^a-z]+"))
            .filter(w -> GOOD.contains(w) || BAD.contains(w))
            .collect(Collectors.toCollection(TreeSet::new));
    return known;
  }

  static double truth(String prompt) {
    Set<String> words = words(prompt);
    return 4
        + GOOD.stream().filter(words::contains).count()
        - BAD.stream().filter(words::contains).count();
  }

  static ChatModel writerOnly() {
    return new RecordedModel(
        "writer", RecordedModel.cache(), Integer.MAX_VALUE, WordWorld::written);
  }
}
