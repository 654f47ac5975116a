package dev.kubezap.simulator.world;

import dev.kubezap.simulator.node.Jid;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

/** All accounts. Whoever reads or changes anything in it holds its lock. */
public final class World {
  private final ReentrantLock lock = new ReentrantLock();
  private final AtomicLong changes = new AtomicLong();
  private final Map<String, Account> byNumber = new LinkedHashMap<>();
  private final Map<String, Account> byLid = new LinkedHashMap<>();

  /** Notes that something worth keeping has changed. */
  public void touch() {
    changes.incrementAndGet();
  }

  /** Grows with every change. */
  public long changes() {
    return changes.get();
  }

  /** Runs with the lock held. */
  public <T> T locked(Supplier<T> work) {
    lock.lock();
    try {
      return work.get();
    } finally {
      lock.unlock();
    }
  }

  /** Runs with the lock held. */
  public void locking(Runnable work) {
    lock.lock();
    try {
      work.run();
    } finally {
      lock.unlock();
    }
  }

  /** Adds an account; its number and LID must be new. */
  public void add(Account account) {
    if (byNumber.containsKey(account.phoneNumber()) || byLid.containsKey(account.lid())) {
      throw new IllegalArgumentException("There is an account " + account.phoneNumber());
    }
    touch();
    byNumber.put(account.phoneNumber(), account);
    byLid.put(account.lid(), account);
  }

  /** The account of a phone number in digits. */
  public Optional<Account> byNumber(String number) {
    return Optional.ofNullable(byNumber.get(number));
  }

  /** The account of an address, in either form. */
  public Optional<Account> account(Jid jid) {
    if (jid.isLid()) {
      return Optional.ofNullable(byLid.get(jid.user()));
    }
    return jid.isPhoneNumber() ? byNumber(jid.user()) : Optional.empty();
  }

  /** The device of an address, in either form. */
  public Optional<Device> device(Jid jid) {
    return account(jid).flatMap(account -> account.device(jid.device()));
  }

  /** All accounts, in the order of their making. */
  public List<Account> accounts() {
    return List.copyOf(byNumber.values());
  }

  /** A text that is the same for both forms of an address and for all devices of an account. */
  public String peer(Jid jid) {
    return account(jid).map(Account::phoneNumber).orElse(jid.bare().toString());
  }
}
