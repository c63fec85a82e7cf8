package dev.florin.account.account;

import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.data.domain.Limit;
import org.springframework.data.jpa.repository.Modifying;
import org.springframework.data.jpa.repository.Query;
import org.springframework.data.repository.Repository;

/** The rows of wallets. */
interface WalletRows extends Repository<Wallet, UUID> {

  Optional<Wallet> findById(UUID id);

  Optional<Wallet> findByIdAndMerchantId(UUID id, String merchantId);

  Optional<Wallet> findByMerchantIdAndUserIdAndCurrency(
      String merchantId, String userId, String currency);

  List<Wallet> findByMerchantIdAndCurrencyAndUserIdIn(
      String merchantId, String currency, Collection<String> userIds);

  @Query(
      """
      select w from Wallet w
      where w.merchantId = :merchantId and (:userId is null or w.userId = :userId) and w.id < :id
      order by w.id desc
      """)
  List<Wallet> findBefore(String merchantId, @Nullable String userId, UUID id, Limit limit);

  @Query(
      """
      select w from Wallet w
      where w.merchantId = :merchantId and (:userId is null or w.userId = :userId) and w.id > :id
      order by w.id
      """)
  List<Wallet> findAfter(String merchantId, @Nullable String userId, UUID id, Limit limit);

  /** Opens the wallet unless it is open; 1 if this call opened it. */
  @Modifying
  @Query(
      nativeQuery = true,
      value =
          """
          insert into account (kind, merchant_id, user_id, currency, trace_id)
          values ('wallet', :merchantId, :userId, :currency, :traceId)
          on conflict do nothing
          """)
  int open(String merchantId, String userId, String currency, @Nullable String traceId);
}
