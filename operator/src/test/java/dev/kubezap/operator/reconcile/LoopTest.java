package dev.kubezap.operator.reconcile;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * The whole operator on a real API server with real controllers; the test plays kubelet and session
 * pod. Its constructor may take the {@link OperatorWorld}, which has a new namespace for each test.
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@Tag("control-plane")
@ExtendWith(OperatorWorldExtension.class)
@interface LoopTest {}
