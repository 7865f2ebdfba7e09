package org.plumbline.lm.generate;

import static org.plumbline.core.error.Require.require;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Queue;
import org.jspecify.annotations.Nullable;
import org.plumbline.lm.layer.Linears;
import org.plumbline.lm.model.CausalLm;
import org.plumbline.lm.model.Continuation;
import org.plumbline.lm.model.KeyValueCache;
import org.plumbline.lm.tensor.Scope;
import org.plumbline.lm.tensor.Tensor;

/**
 * Writes many texts at once: each has a slot of the cache while it is written, and the next one
 * that waits takes the slot when it is free (Yu et al. 2022, "Orca": continuous batching).
 *
 * <p>A prompt that several texts share is read once. A text depends on its own request alone: with
 * the same number of threads its ids and the bits of its log-probabilities are the same in whatever
 * company and with however many slots. Weights must not change while the engine is open. One thread
 * drives it; {@link Generation#cancel()} alone may be called from others.
 */
public final class GenerationEngine implements AutoCloseable {

  /**
   * How much is done at once; none of it changes a text.
   *
   * @param slots texts at once
   * @param prefillTokens a prompt is read in pieces of this many tokens, and prompts are read
   *     together up to it
   */
  public record Options(int slots, int prefillTokens) {
    /** 64 slots; pieces of 512 tokens. */
    public static final Options DEFAULT = new Options(64, 512);

    /** So many texts at once, else as usual. */
    public static Options ofSlots(int slots) {
      return new Options(slots, DEFAULT.prefillTokens);
    }

    public Options {
      require(slots > 0, "an engine needs at least one slot (got %d)", slots);
      require(
          prefillTokens > 0,
          "a prompt is read in pieces of at least one token (got %d)",
          prefillTokens);
    }
  }

  private final CausalLm lm;
  private final Options options;
  private final Linears.Packing packing;
  private final Sampler sampler = new Sampler();
  private final Queue<Generation> waiting = new ArrayDeque<>();
  private final Slot[] slots;
  private @Nullable KeyValueCache cache;

  /** What is in a slot: the text being written, and the prompt that was read last. */
  private static final class Slot {
    private final int number;
    private @Nullable Generation text;
    private int[] prompt = new int[0];
    private int read;
    private float[] hidden = new float[0];

    Slot(int number) {
      this.number = number;
    }

    boolean hasRead(int[] wanted) {
      return read == prompt.length && Arrays.equals(prompt, wanted);
    }

    void begin(Generation generation, int alreadyRead) {
      text = generation;
      prompt = generation.prompt();
      read = alreadyRead;
    }
  }

  /** An engine over this model, whose weights are copied: that takes as much memory again. */
  public GenerationEngine(CausalLm lm, Options options) {
    this.lm = lm;
    this.options = options;
    this.slots = new Slot[options.slots()];
    Arrays.setAll(slots, Slot::new);
    this.packing = Scope.inference(lm::pack);
  }

  /**
   * Puts a text in line.
   *
   * @throws org.plumbline.core.error.InvalidInputException if the prompt leaves no room in the
   *     model's context
   */
  public Generation submit(GenerationRequest request) {
    require(
        request.prompt().length < lm.contextLength(),
        "a prompt must have 1 to %d tokens (got %d); shorten it or take a model with a longer context",
        lm.contextLength() - 1,
        request.prompt().length);
    Generation generation = new Generation(request);
    waiting.add(generation);
    return generation;
  }

  /** Writes until all texts are complete. */
  public void run() {
    while (step()) {
      // Each step writes a token of every text that has a slot.
    }
  }

  /**
   * Lets waiting texts into free slots and writes one token of every text that has one.
   *
   * @return whether there is more to do
   */
  public boolean step() {
    dropCancelled();
    List<Slot> begun = admit();
    if (!begun.isEmpty()) {
      begin(begun);
    }
    List<Slot> writing = writing();
    if (!writing.isEmpty()) {
      write(writing);
    }
    return !waiting.isEmpty() || !writing().isEmpty();
  }

  private void dropCancelled() {
    for (Slot slot : slots) {
      if (slot.text != null && slot.text.isCancelled()) {
        slot.text.finish(StopReason.CANCELLED);
        slot.text = null;
      }
    }
    waiting.removeIf(
        text -> {
          if (text.isCancelled()) {
            text.finish(StopReason.CANCELLED);
          }
          return text.isCancelled();
        });
  }

  private List<Slot> writing() {
    return Arrays.stream(slots).filter(slot -> slot.text != null).toList();
  }

  /** The slots that waiting texts were let into. */
  private List<Slot> admit() {
    List<Slot> begun = new ArrayList<>();
    while (!waiting.isEmpty()) {
      Slot slot = free(waiting.element().prompt());
      if (slot == null) {
        return begun;
      }
      Generation text = waiting.remove();
      slot.begin(text, slot.hasRead(text.prompt()) ? text.prompt().length : 0);
      begun.add(slot);
    }
    return begun;
  }

  /** A free slot, best one that has read this prompt. */
  private @Nullable Slot free(int[] prompt) {
    Slot found = null;
    for (Slot slot : slots) {
      if (slot.text == null && (found == null || slot.hasRead(prompt))) {
        found = slot;
        if (slot.hasRead(prompt)) {
          return slot;
        }
      }
    }
    return found;
  }

  /** Reads the prompts of these texts, each once, and draws their first tokens. */
  private void begin(List<Slot> begun) {
    KeyValueCache room = room(begun);
    List<Slot> toRead = new ArrayList<>();
    List<Slot> copies = new ArrayList<>();
    for (Slot slot : begun) {
      if (slot.hasRead(slot.prompt)) {
        room.shorten(slot.number, slot.prompt.length);
        continue;
      }
      boolean another =
          Arrays.stream(slots).anyMatch(other -> other.hasRead(slot.prompt))
              || toRead.stream().anyMatch(other -> Arrays.equals(other.prompt, slot.prompt));
      (another ? copies : toRead).add(slot);
    }
    read(toRead, room);
    Scope.inference(
        () -> {
          copies.forEach(slot -> copy(slot, room));
          draw(lm.logits(hidden(begun)), begun);
          return begun;
        });
  }

  private void copy(Slot slot, KeyValueCache room) {
    Slot source =
        Arrays.stream(slots).filter(other -> other.hasRead(slot.prompt)).findFirst().orElseThrow();
    room.copy(source.number, slot.number, slot.prompt.length);
    slot.read = slot.prompt.length;
    slot.hidden = source.hidden;
  }

  private Tensor hidden(List<Slot> begun) {
    float[] all = new float[begun.size() * lm.width()];
    for (int i = 0; i < begun.size(); i++) {
      System.arraycopy(begun.get(i).hidden, 0, all, i * lm.width(), lm.width());
    }
    return Tensor.of(all, begun.size(), lm.width());
  }

  /** A cache with room for what these may become. */
  private KeyValueCache room(List<Slot> begun) {
    int most = 0;
    for (Slot slot : begun) {
      if (slot.text != null) {
        most = Math.max(most, slot.prompt.length + slot.text.request().maxNewTokens());
      }
    }
    int tokens = Math.min(most, lm.contextLength());
    KeyValueCache room = cache;
    if (room == null) {
      room = lm.cache(slots.length, tokens);
      cache = room;
    } else {
      KeyValueCache grown = room;
      Scope.inference(
          () -> {
            grown.require(tokens);
            return grown;
          });
    }
    return room;
  }

  /**
   * Reads whole prompts, or their next pieces. A piece begins and ends at places of its own prompt,
   * whatever is read with it.
   */
  private void read(List<Slot> unread, KeyValueCache room) {
    unread.forEach(slot -> room.clear(slot.number));
    List<Slot> left = new ArrayList<>(unread);
    while (!left.isEmpty()) {
      List<Continuation> parts = new ArrayList<>();
      List<Slot> reading = new ArrayList<>();
      int tokens = 0;
      for (Slot slot : left) {
        int next = Math.min(options.prefillTokens(), slot.prompt.length - slot.read);
        if (!parts.isEmpty() && tokens + next > options.prefillTokens()) {
          break;
        }
        tokens += next;
        int[] piece = Arrays.copyOfRange(slot.prompt, slot.read, slot.read + next);
        parts.add(new Continuation(slot.number, piece, slot.prompt.length));
        reading.add(slot);
      }
      Scope.inference(
          () -> {
            Tensor hidden = lm.extend(parts, room);
            for (int i = 0; i < parts.size(); i++) {
              Slot slot = reading.get(i);
              slot.read += parts.get(i).ids().length;
              slot.hidden = hidden.select(0, i).toFloats();
            }
            return parts;
          });
      left.removeIf(slot -> slot.read == slot.prompt.length);
    }
  }

  private void write(List<Slot> writing) {
    KeyValueCache room = room(List.of());
    Scope.inference(
        () -> {
          List<Continuation> parts = new ArrayList<>();
          for (Slot slot : writing) {
            if (slot.text != null) {
              parts.add(new Continuation(slot.number, new int[] {slot.text.lastToken()}, 0));
            }
          }
          draw(lm.logits(lm.extend(parts, room)), writing);
          return parts;
        });
  }

  /** Draws a token of each and frees the slots of those that are complete with it. */
  private void draw(Tensor logits, List<Slot> drawing) {
    List<Generation> texts = new ArrayList<>();
    for (Slot slot : drawing) {
      if (slot.text != null) {
        texts.add(slot.text);
      }
    }
    sampler.draw(logits, texts, lm.contextLength());
    for (Slot slot : drawing) {
      if (slot.text != null && slot.text.isFinished()) {
        slot.text = null;
      }
    }
  }

  @Override
  public void close() {
    packing.close();
    if (cache != null) {
      cache.close();
      cache = null;
    }
  }
}
