// What every store promises (archive/object_store.hpp), checked on a store of any kind.
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "archive/object_store.hpp"

namespace benchfolio::archive {

// A store that a test may do with as it likes.
struct TestedStore {
    std::function<std::unique_ptr<ObjectStore>()> open;
    // Behind the store's back, as others do.
    std::function<void(const std::string& key, const std::string& bytes)> replace;
    std::function<void(const std::string& key)> remove;
    // Keys that this kind of store can hold, beside those that every one can.
    std::vector<std::string> more_keys;
};

// The store is empty before.
void check_contract(const TestedStore& tested);

}  // namespace benchfolio::archive
