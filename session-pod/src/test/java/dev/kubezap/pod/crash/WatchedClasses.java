package dev.kubezap.pod.crash;

import java.io.IOException;
import java.io.InputStream;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassModel;
import java.lang.classfile.ClassTransform;
import java.lang.classfile.CodeBuilder;
import java.lang.classfile.CodeElement;
import java.lang.classfile.CodeTransform;
import java.lang.classfile.MethodModel;
import java.lang.classfile.instruction.ReturnInstruction;
import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDescs;
import java.lang.constant.MethodTypeDesc;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.Predicate;

/** The classes through which everything leaves a process, with hooks put in. */
final class WatchedClasses {
  private static final ClassDesc POINTS = ClassDesc.of("dev.kubezap.pod.crash.agent.Points");
  private static final ClassDesc INSTANT = ClassDesc.of("java.time.Instant");
  private static final ClassDesc BYTES = ConstantDescs.CD_byte.arrayType();
  private static final MethodTypeDesc WRITE =
      MethodTypeDesc.of(ConstantDescs.CD_void, BYTES, ConstantDescs.CD_int, ConstantDescs.CD_int);
  private static final MethodTypeDesc FLUSH =
      MethodTypeDesc.of(ConstantDescs.CD_void, ClassDesc.of("java.nio.ByteBuffer").arrayType());

  private WatchedClasses() {}

  /** The bytes of every rewritten class by its name. */
  static Map<String, byte[]> rewritten() throws IOException {
    Map<String, byte[]> classes = new TreeMap<>();
    classes.put(
        "java.net.Socket$SocketOutputStream",
        rewrite(
            "java/net/Socket$SocketOutputStream.class",
            method -> isNamed(method, "write") && method.methodTypeSymbol().equals(WRITE),
            new Around(
                code ->
                    code.aload(1).iload(2).iload(3).invokestatic(POINTS, "beforeWrite", WRITE))));
    classes.put(
        "org.eclipse.jetty.io.SocketChannelEndPoint",
        rewrite(
            "org/eclipse/jetty/io/SocketChannelEndPoint.class",
            method -> isNamed(method, "flush"),
            new Around(code -> code.aload(1).invokestatic(POINTS, "beforeFlush", FLUSH))));
    classes.put(
        "sun.nio.ch.FileChannelImpl",
        rewrite(
            "sun/nio/ch/FileChannelImpl.class",
            method -> isNamed(method, "force") || isNamed(method, "write"),
            Around.file("file")));
    classes.put(
        "java.nio.file.Files",
        rewrite(
            "java/nio/file/Files.class", method -> isNamed(method, "move"), Around.file("move")));
    classes.put(
        "org.postgresql.core.v3.QueryExecutorImpl",
        rewrite(
            "org/postgresql/core/v3/QueryExecutorImpl.class",
            method -> isNamed(method, "execute") && method.methodTypeSymbol().parameterCount() > 5,
            new Before(
                code ->
                    code.aload(1)
                        .invokestatic(
                            POINTS,
                            "statement",
                            MethodTypeDesc.of(ConstantDescs.CD_void, ConstantDescs.CD_Object)))));
    classes.put(
        "java.time.Clock",
        rewrite(
            "java/time/Clock.class",
            method -> isNamed(method, "currentInstant"),
            (code, element) -> {
              if (element instanceof ReturnInstruction) {
                code.invokestatic(POINTS, "shifted", MethodTypeDesc.of(INSTANT, INSTANT));
              }
              code.with(element);
            }));
    return classes;
  }

  private static boolean isNamed(MethodModel method, String name) {
    return method.methodName().equalsString(name) && method.code().isPresent();
  }

  private static byte[] rewrite(
      String resource, Predicate<MethodModel> methods, CodeTransform transform) throws IOException {
    ClassFile format = ClassFile.of();
    try (InputStream in = ClassLoader.getSystemResourceAsStream(resource)) {
      ClassModel model = format.parse(Objects.requireNonNull(in, resource).readAllBytes());
      if (model.methods().stream().noneMatch(methods)) {
        throw new IllegalStateException("nothing to watch in " + resource);
      }
      return format.transformClass(
          model, ClassTransform.transformingMethodBodies(methods, transform));
    }
  }

  /** Something put before a method's body. */
  private record Before(Consumer<CodeBuilder> hook) implements CodeTransform {
    @Override
    public void atStart(CodeBuilder code) {
      hook.accept(code);
    }

    @Override
    public void accept(CodeBuilder code, CodeElement element) {
      code.with(element);
    }
  }

  /** Something put before a method's body, and before each of its returns. */
  private record Around(Consumer<CodeBuilder> hook) implements CodeTransform {
    static Around file(String operation) {
      return new Around(
          code ->
              code.loadConstant(operation)
                  .invokestatic(
                      POINTS,
                      "beforeFile",
                      MethodTypeDesc.of(ConstantDescs.CD_void, ConstantDescs.CD_String)));
    }

    @Override
    public void atStart(CodeBuilder code) {
      hook.accept(code);
    }

    @Override
    public void accept(CodeBuilder code, CodeElement element) {
      if (element instanceof ReturnInstruction) {
        code.invokestatic(POINTS, "after", MethodTypeDesc.of(ConstantDescs.CD_void));
      }
      code.with(element);
    }
  }
}
