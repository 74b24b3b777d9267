#include "cli/compare_report.hpp"
#include "site/downloads/comparison_document.hpp"

namespace benchfolio::cli {

std::string comparison_json(const site::Content& content, const summary::ComparedSides& sides) {
    site::downloads::AskedComparison asked{sides.base, sides.head, {}, sides.refused};
    std::vector<analysis::Comparison> comparisons;
    for (const summary::ComparedPair& pair : sides.pairs) {
        comparisons.push_back(pair.result);
        asked.why.push_back(pair.why);
    }
    return site::downloads::comparison_document(content, comparisons, asked);
}

}  // namespace benchfolio::cli
