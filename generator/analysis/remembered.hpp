// Computing an outcome only where no earlier analysis did (analysis/memo.hpp).
#pragma once

#include <type_traits>

#include "analysis/memo.hpp"
#include "analysis/state.hpp"

namespace benchfolio::analysis {

// What `compute()` returns, out of the memo where it is kept under `key()`. Without a memo no key is asked for.
template <typename KeyOf, typename Compute>
std::invoke_result_t<Compute> remembered(Memo* memo, KeyOf key, Compute compute) {
    if (memo == nullptr) return compute();
    const MemoKey wanted = key();
    std::invoke_result_t<Compute> outcome;
    if (const auto kept = memo->find(wanted)) {
        restore(outcome, *kept);
    } else {
        outcome = compute();
        memo->keep(wanted, state_of(outcome));
    }
    return outcome;
}

}  // namespace benchfolio::analysis
