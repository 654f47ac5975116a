package dev.kubezap.operator.gitops;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kubezap.operator.status.Phase;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.luaj.vm2.Globals;
import org.luaj.vm2.LuaTable;
import org.luaj.vm2.LuaValue;
import org.luaj.vm2.lib.jse.JsePlatform;

/** Runs {@code gitops/argocd/health.lua} as Argo CD does: Lua, with the resource in {@code obj}. */
class ArgoHealthTest {

  private static final Path SCRIPT = Path.of("../gitops/argocd/health.lua");

  static List<SessionCase> cases() {
    return SessionCase.all();
  }

  @ParameterizedTest
  @MethodSource("cases")
  void health(SessionCase session) throws IOException {
    Globals lua = JsePlatform.standardGlobals();
    lua.set("obj", lua(session.resource()));
    LuaValue answer = lua.load(Files.readString(SCRIPT), "health.lua").call();
    assertThat(answer.get("status").tojstring() + ": " + answer.get("message").tojstring())
        .isEqualTo(session.argo());
  }

  @Test
  void everyPhaseHasACase() {
    Set<String> asked = new HashSet<>();
    for (SessionCase session : SessionCase.all()) {
      if (session.resource().get("status") instanceof Map<?, ?> status) {
        asked.add(String.valueOf(status.get("phase")));
      }
    }
    assertThat(Arrays.stream(Phase.values()).map(Phase::text)).allMatch(asked::contains);
  }

  private static LuaValue lua(@Nullable Object value) {
    return switch (value) {
      case null -> LuaValue.NIL;
      case String text -> LuaValue.valueOf(text);
      case Number number -> LuaValue.valueOf(number.doubleValue());
      case Boolean bool -> LuaValue.valueOf(bool);
      case List<?> list -> {
        LuaTable table = new LuaTable();
        for (int i = 0; i < list.size(); i++) {
          table.set(i + 1, lua(list.get(i)));
        }
        yield table;
      }
      case Map<?, ?> map -> {
        LuaTable table = new LuaTable();
        map.forEach((key, child) -> table.set(String.valueOf(key), lua(child)));
        yield table;
      }
      default -> throw new IllegalArgumentException("not of JSON: " + value.getClass());
    };
  }
}
