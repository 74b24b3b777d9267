#include "analysis/thresholds.hpp"

namespace benchfolio::analysis {

std::string_view name_of(ThresholdTest test) {
    switch (test) {
        case ThresholdTest::static_limit:
            return "static";
        case ThresholdTest::percentage:
            return "percentage";
        case ThresholdTest::z_score:
            return "z_score";
        case ThresholdTest::t_test:
            return "t_test";
        case ThresholdTest::log_normal:
            return "log_normal";
        case ThresholdTest::iqr:
            return "iqr";
        case ThresholdTest::delta_iqr:
            return "delta_iqr";
    }
    return "";
}

}  // namespace benchfolio::analysis
