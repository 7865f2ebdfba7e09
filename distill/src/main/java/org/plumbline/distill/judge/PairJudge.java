package org.plumbline.distill.judge;

import static org.plumbline.core.error.Require.require;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.plumbline.core.chat.ChatRequest;
import org.plumbline.core.random.Seeds;
import org.plumbline.distill.judge.PairVerdict.Place;
import org.plumbline.distill.judge.PairVerdict.Round;
import org.plumbline.distill.llm.CallReceipt;
import org.plumbline.distill.llm.ChatModel;
import org.plumbline.distill.llm.Reasoning;
import org.plumbline.distill.reply.LooseJson;
import org.plumbline.distill.reply.LooseValue;
import org.plumbline.distill.template.Fence;
import org.plumbline.distill.template.PromptTemplate;
import org.plumbline.distill.template.Purpose;

/**
 * Says which of two answers is better, asked in both orders: Zheng et al. 2023, section 3.4, where
 * an answer wins only if it wins in both.
 */
public final class PairJudge {
  private static final String FORM =
      "{\"reasoning\": \"...\", \"winner\": \"A\" | \"B\" | \"tie\"}";
  private static final List<String> WINNER =
      List.of("winner", "verdict", "better", "胜者", "获胜者", "胜出者", "结论", "更好");

  private final ReplyRepair model;
  private final JudgeOptions options;
  private final PromptTemplate template;
  private final Rubric rubric;
  private final Seeds seeds;

  /**
   * With the included prompt.
   *
   * @param options of which the number of judgements is the number of rounds, odd
   */
  public PairJudge(ChatModel model, JudgeOptions options, Seeds seeds) {
    require(
        options.repeats() % 2 == 1,
        "a majority needs an odd number of rounds (got %d)",
        options.repeats());
    this.model = new ReplyRepair(model, options.language());
    this.options = options;
    this.template = PromptTemplate.included(Purpose.PAIR_JUDGE, options.language());
    this.rubric = Rubric.ofAnswers(options.scale());
    this.seeds = seeds.child("pair-judge");
  }

  /** Calls that a pair takes if every reply can be read. */
  public int calls() {
    return 2 * options.repeats();
  }

  /** Which answer is better; may be called from many threads. */
  public PairVerdict compare(PairItem item) {
    List<Round> rounds = new ArrayList<>();
    PairItem swapped =
        new PairItem(item.id(), item.question(), item.reference(), item.second(), item.first());
    for (int sample = 0; sample < options.repeats(); sample++) {
      Answer straight = ask(item, sample);
      Answer other = ask(swapped, sample);
      List<CallReceipt> receipts = new ArrayList<>(straight.receipts());
      receipts.addAll(other.receipts());
      rounds.add(new Round(straight.place(), other.place(), straight.reasoning(), receipts));
    }
    return PairVerdict.of(item, rounds);
  }

  private record Answer(Place place, String reasoning, List<CallReceipt> receipts) {}

  private record Said(Place place, String reasoning) {}

  private Answer ask(PairItem item, int sample) {
    ReplyRepair.Read<Said> read =
        model.ask(request(item), FORM, sample, reply -> read(reply, item.material()));
    return switch (read) {
      case ReplyRepair.Value<Said> value ->
          new Answer(value.value().place(), value.value().reasoning(), value.receipts());
      case ReplyRepair.Unreadable<Said> bad -> new Answer(Place.MISSING, "", bad.receipts());
      case ReplyRepair.NoReply<Said> none -> new Answer(Place.MISSING, "", none.receipts());
    };
  }

  ChatRequest request(PairItem item) {
    Fence fence = Fence.around(item.material(), seeds.child(item.id()));
    Map<String, String> values =
        Map.of(
            "dimensions", rubric.definitions(options.language()),
            "mark", fence.mark(),
            "question", fence.enclose(item.question()),
            "reference", fence.enclose(item.reference()),
            "first", fence.enclose(item.first()),
            "second", fence.enclose(item.second()),
            "form", FORM);
    return new ChatRequest(template.fill(values), options.sampling()).withSchema(schema());
  }

  private static ObjectNode schema() {
    ObjectNode schema = JsonNodeFactory.instance.objectNode().put("type", "object");
    ObjectNode properties = schema.putObject("properties");
    properties.putObject("reasoning").put("type", "string");
    properties.putObject("winner").putArray("enum").add("A").add("B").add("tie");
    schema.putArray("required").add("reasoning").add("winner");
    return schema.put("additionalProperties", false);
  }

  /** The last object that names a winner. */
  private static ReplyRepair.Reading<Said> read(String reply, List<String> material) {
    String text = Reasoning.stripped(reply);
    LooseJson json = LooseJson.read(text);
    if (json.cut()) {
      return ReplyRepair.Reading.problem("the last object is not complete");
    }
    for (LooseJson.Found found : json.found().reversed()) {
      String source = text.substring(found.start(), found.end());
      if (found.value() instanceof LooseValue.Fields fields
          && !ScoreParser.isQuoted(source, material)) {
        Optional<Place> place = value(fields, WINNER).flatMap(PairJudge::place);
        if (place.isPresent()) {
          String reasoning =
              value(fields, Keys.REASONING).orElse(text.substring(0, found.start()).strip());
          return ReplyRepair.Reading.of(new Said(place.get(), reasoning));
        }
      }
    }
    return ReplyRepair.Reading.problem("no object names A, B or tie as the winner");
  }

  private static Optional<String> value(LooseValue.Fields fields, List<String> names) {
    for (LooseValue.Field field : fields.fields()) {
      if (names.contains(Keys.folded(field.name()))) {
        return switch (field.value()) {
          case LooseValue.Text text -> Optional.of(text.text());
          case LooseValue.Bare bare -> Optional.of(bare.text());
          case LooseValue.Items items -> Optional.empty();
          case LooseValue.Fields inner -> Optional.empty();
        };
      }
    }
    return Optional.empty();
  }

  static Optional<Place> place(String winner) {
    String folded = Keys.folded(winner.toLowerCase(Locale.ROOT)).replaceAll("(更好|胜出|获胜|胜|较好)$", "");
    return switch (folded.replaceAll("^(assistant|answer|the|助手|回答|答案)+", "")) {
      case "a" -> Optional.of(Place.A);
      case "b" -> Optional.of(Place.B);
      case "tie", "equal", "draw", "both", "neither", "平局", "平手", "相同", "相当", "c" ->
          Optional.of(Place.TIE);
      default -> Optional.empty();
    };
  }
}
