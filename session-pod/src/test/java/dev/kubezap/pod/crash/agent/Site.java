package dev.kubezap.pod.crash.agent;

import java.nio.charset.StandardCharsets;
import java.util.Locale;

/** Names the place in the program from where something leaves the process; empty for nothing. */
final class Site {
  private static final String PRODUCT = "dev.kubezap.";
  private static final String AGENT = "dev.kubezap.pod.crash.agent.";
  private static final String DRIVER = "org.postgresql.";
  private static final String LINK = "dev.kubezap.whatsapp.transport.";
  private static final String FILES = "dev.kubezap.whatsapp.transfer.";
  private static final String WEBHOOK = "dev.kubezap.pod.webhook.";
  private static final String SERVER = "dev.kubezap.pod.server.";
  private static final int DEPTH = 3;

  private Site() {}

  /** Only answers to what was asked to happen: to look does not change the world. */
  static String ofWrite(byte[] bytes, int offset, int length, String statement) {
    StackTraceElement[] stack = stack();
    if (passes(stack, DRIVER)) {
      String words = words(statement);
      return words.isEmpty() ? "" : "database " + words + " @ " + frames(stack);
    }
    if (passes(stack, FILES)) {
      return "media @ " + frames(stack);
    }
    if (passes(stack, LINK)) {
      return "link @ " + frames(stack);
    }
    if (passes(stack, WEBHOOK)) {
      return "webhook @ " + frames(stack);
    }
    if (passes(stack, SERVER)) {
      String head = new String(bytes, offset, Math.min(length, 12), StandardCharsets.ISO_8859_1);
      return head.equals("HTTP/1.1 201") || head.equals("HTTP/1.1 202") ? "answer" : "";
    }
    return "";
  }

  static String ofFile(String operation) {
    String frames = frames(stack());
    return frames.isEmpty() ? "" : operation + " @ " + frames;
  }

  /** The first words of what changes something; empty for what only reads. */
  private static String words(String sql) {
    String bare = sql.replaceAll("(?s)/\\*.*?\\*/|--[^\\n]*", "").strip().toLowerCase(Locale.ROOT);
    String[] words = bare.split("[\\s(;]+", 5);
    if (words.length < 3 || words[0].equals("select") || words[0].equals("set")) {
      return "";
    }
    return words[0] + " " + words[1] + " " + words[2];
  }

  private static StackTraceElement[] stack() {
    return Thread.currentThread().getStackTrace();
  }

  private static boolean passes(StackTraceElement[] stack, String start) {
    for (StackTraceElement frame : stack) {
      if (frame.getClassName().startsWith(start)) {
        return true;
      }
    }
    return false;
  }

  /** The innermost methods of the product, one for each class, without lines and lambdas. */
  private static String frames(StackTraceElement[] stack) {
    StringBuilder names = new StringBuilder();
    String last = "";
    int count = 0;
    for (StackTraceElement frame : stack) {
      String name = frame.getClassName();
      if (count < DEPTH
          && name.startsWith(PRODUCT)
          && !name.startsWith(AGENT)
          && !name.startsWith(LINK)) {
        String simple = name.substring(name.lastIndexOf('.') + 1).replaceFirst("\\$.*", "");
        if (!simple.equals(last)) {
          names.append(count == 0 ? "" : " < ").append(simple).append('.').append(method(frame));
          last = simple;
          count++;
        }
      }
    }
    return names.toString();
  }

  private static String method(StackTraceElement frame) {
    String name = frame.getMethodName();
    return name.startsWith("lambda$") ? name.split("\\$", 3)[1] : name;
  }
}
