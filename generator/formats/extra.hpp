// What a number of a file besides the times counts as.
#pragma once

#include <cstdint>

namespace benchfolio::formats {

struct Extra {
    std::uint32_t measure = 0;  // of the Catalog
    double factor = 1;          // the value is the number times this
};

}  // namespace benchfolio::formats
