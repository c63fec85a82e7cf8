package dev.florin.sandbox.charge;

import org.springframework.stereotype.Service;

/**
 * Makes "not found" final: nothing will ever be booked under a reference that is closed, whatever
 * was on its way when it was.
 */
@Service
public class CloseReference {

  private final References references;
  private final Charges charges;

  CloseReference(References references, Charges charges) {
    this.references = references;
    this.charges = charges;
  }

  /**
   * Closes it, once; doing so again changes nothing.
   *
   * @return false if it stands for something
   */
  public boolean close(String reference) {
    // A deferred charge is the script of a provider that breaks this very promise.
    return references.close(reference) || charges.isDeferred(reference);
  }
}
