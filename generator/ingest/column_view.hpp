// The numbers of a column where they are: in a vector, or in the bytes of a file of the cache.
#pragma once

#include <cstddef>
#include <cstring>
#include <vector>

namespace benchfolio::ingest {

template <typename T>
class ColumnView {
  public:
    ColumnView() = default;
    explicit ColumnView(const std::vector<T>& values)
        : ColumnView(reinterpret_cast<const char*>(values.data()), false) {}
    // The first of the values, anywhere in memory; `all_same`: it is the only one that is there, and stands for all.
    ColumnView(const char* first, bool all_same) : first_(first), step_(all_same ? 0 : sizeof(T)) {}

    T operator[](std::size_t row) const {
        T value;
        std::memcpy(&value, first_ + row * step_, sizeof value);
        return value;
    }
    const char* bytes() const { return first_; }

  private:
    const char* first_ = nullptr;
    std::size_t step_ = sizeof(T);
};

}  // namespace benchfolio::ingest
