package dev.florin.sandbox.charge.web;

/** A request that carries the caller's reference. */
interface Referenced {

  String reference();
}
