package dev.kubezap.operator.reconcile;

import dev.kubezap.crd.controlplane.ControlPlane;
import dev.kubezap.crd.controlplane.ControlPlaneExtension;
import java.util.Objects;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/** Gives tests one operator per run, and each test a namespace of its own. */
final class OperatorWorldExtension implements ParameterResolver, BeforeEachCallback {

  @Override
  public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
    return parameter.getParameter().getType() == OperatorWorld.class;
  }

  @Override
  public OperatorWorld resolveParameter(ParameterContext parameter, ExtensionContext context) {
    return world(context);
  }

  @Override
  public void beforeEach(ExtensionContext context) {
    world(context).newStage();
  }

  private static OperatorWorld world(ExtensionContext context) {
    return Objects.requireNonNull(
        context
            .getRoot()
            .getStore(ExtensionContext.Namespace.GLOBAL)
            .getOrComputeIfAbsent(
                OperatorWorld.class,
                ignored -> started(ControlPlaneExtension.plane(context)),
                OperatorWorld.class));
  }

  private static OperatorWorld started(ControlPlane plane) {
    var world = new OperatorWorld(plane);
    world.start();
    return world;
  }
}
