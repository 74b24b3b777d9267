// Of |x - y|, where both are standard normal: what turns differences of neighbours into a standard deviation.
#pragma once

namespace benchfolio::analysis {

inline constexpr double median_of_difference = 0.9538725524;
inline constexpr double quartile_of_difference = 0.4506242;  // the lower one

}  // namespace benchfolio::analysis
