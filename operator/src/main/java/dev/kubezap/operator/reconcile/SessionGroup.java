package dev.kubezap.operator.reconcile;

/**
 * What sessions are counted by.
 *
 * @param phase their phase
 * @param className their class; empty for none
 * @param reason why they are not ready; empty when they are
 */
public record SessionGroup(String phase, String className, String reason) {}
