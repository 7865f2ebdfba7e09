package org.plumbline.distill;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.plumbline.core.chat.ChatRequest;
import org.plumbline.core.run.ContentHash;
import org.plumbline.distill.llm.CallReceipt;
import org.plumbline.distill.llm.ChatModel;
import org.plumbline.distill.llm.ChatOutcome;

/**
 * A teacher for tests: what it writes follows from the request alone, how long it takes does not
 * follow the order, and what it answered once costs nothing the second time.
 */
public final class Teacher implements ChatModel {
  private final String name;
  private final Function<String, ChatOutcome> script;
  private final Map<String, String> cache;
  private final AtomicInteger paid = new AtomicInteger();

  private Teacher(String name, Function<String, ChatOutcome> script, Map<String, String> cache) {
    this.name = name;
    this.script = script;
    this.cache = cache;
  }

  /** One that answers what the script makes of the last turn. */
  public static Teacher answering(String name, Function<String, String> script) {
    return new Teacher(
        name,
        said -> new ChatOutcome.Answered(script.apply(said), receipt(name)),
        new ConcurrentHashMap<>());
  }

  /** One with outcomes of any kind. */
  public static Teacher of(String name, Function<String, ChatOutcome> script) {
    return new Teacher(name, script, new ConcurrentHashMap<>());
  }

  /** Five questions, made of words of the material, that differ with the prompt. */
  public static Teacher asking(String name) {
    return answering(name, Teacher::questions);
  }

  /** The same teacher in another process: it knows what was paid for. */
  public Teacher again() {
    return new Teacher(name, script, cache);
  }

  /** Calls that were not answered before. */
  public int paid() {
    return paid.get();
  }

  /** For a script; the request is filled in later. */
  public static CallReceipt receipt(String model) {
    return new CallReceipt("", model, 10, 5, 0.5, 1, 1);
  }

  @Override
  public String id() {
    return name;
  }

  @Override
  public ChatOutcome ask(ChatRequest request, int sample) {
    String said = request.turns().getLast().content();
    String key = ContentHash.of(name + request.turns() + sample).shortForm();
    pause(Math.floorMod(key.hashCode(), 3));
    boolean fresh = cache.put(key, "") == null;
    if (fresh) {
      paid.incrementAndGet();
    }
    CallReceipt receipt = new CallReceipt(key, name, 10, 5, fresh ? 0.5 : 0, fresh ? 1 : 0, 1);
    return switch (script.apply(said)) {
      case ChatOutcome.Answered a -> new ChatOutcome.Answered(a.text(), receipt);
      case ChatOutcome.Truncated t -> new ChatOutcome.Truncated(t.text(), receipt);
      case ChatOutcome.Filtered f -> new ChatOutcome.Filtered(receipt);
      case ChatOutcome.Refused r -> new ChatOutcome.Refused(r.text(), receipt);
      case ChatOutcome.Malformed m -> new ChatOutcome.Malformed(m.raw(), m.problem(), receipt);
      case ChatOutcome.Failed f -> new ChatOutcome.Failed(f.problem(), receipt);
    };
  }

  private static String questions(String said) {
    String hash = ContentHash.of(said).hex();
    boolean chinese = said.contains("材料") || said.contains("请写出");
    List<String> subjects =
        chinese
            ? List.of("调度器与进程", "页表和物理内存", "文件系统的目录", "路由器转发分组", "虚拟地址的映射")
            : List.of(
                "the scheduler and a process",
                "a page table in memory",
                "a file system on the disk",
                "routers and packets",
                "virtual addresses of frames");
    StringBuilder list = new StringBuilder(chinese ? "好的：\n" : "Sure:\n");
    for (int i = 0; i < subjects.size(); i++) {
      String part = hash.substring(8 * i, 8 * i + 8);
      list.append(i + 1)
          .append(chinese ? "、" : ". ")
          .append(
              chinese
                  ? "%s在%s情形下有什么作用？".formatted(subjects.get(i), part)
                  : "What does %s do in case %s?".formatted(subjects.get(i), part))
          .append('\n');
    }
    return list.toString();
  }

  private static void pause(int millis) {
    try {
      Thread.sleep(millis);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
