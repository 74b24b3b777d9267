// write_files FOLDER N BYTES THREADS [REPEATS]: N files of BYTES each into a fresh tree, the making of whose folders is
// not counted.
#include "perf/limits/common.hpp"

namespace {

using namespace benchfolio::limits;

constexpr std::size_t files_a_folder = 1000;

std::string incompressible(std::size_t bytes) {
    std::string text(bytes, ' ');
    for (std::size_t i = 0; i < bytes; ++i) text[i] = static_cast<char>('!' + ((i * 2654435761U) >> 7) % 90);
    return text;
}

std::vector<std::string> names(const std::string& folder, std::size_t n) {
    std::vector<std::string> result;
    for (std::size_t i = 0; i < n; ++i)
        result.push_back(folder + "/" + std::to_string(i / files_a_folder) + "/" + std::to_string(i) + ".html");
    return result;
}

void make_empty(const std::string& folder, std::size_t n) {
    std::filesystem::remove_all(folder);
    for (std::size_t i = 0; i <= n / files_a_folder; ++i)
        std::filesystem::create_directories(folder + "/" + std::to_string(i));
}

}  // namespace

int main(int argc, char** argv) {
    const Arguments arguments{argc, argv};
    const std::string folder = arguments.text(1);
    const auto n = arguments.size(2, 1), bytes = arguments.size(3, 1), threads = arguments.size(4, 1);
    const std::string content = incompressible(bytes);
    const auto paths = names(folder, n);
    std::vector<double> seconds;
    double cpu = 0;
    for (int repeat = 0; repeat < arguments.number(5, 1); ++repeat) {
        make_empty(folder, n);
        const double cpu_before = processor_time();
        seconds.push_back(seconds_of([&] {
            split(n, threads, [&](std::size_t, std::size_t first, std::size_t last) {
                for (std::size_t i = first; i < last; ++i) write_file(paths[i], content.data(), bytes);
            });
        }));
        cpu = processor_time() - cpu_before;
    }
    std::filesystem::remove_all(folder);
    std::printf("write_files threads=%zu files=%zu bytes=%zu cpu=%.6f seconds=%.6f\n", threads, n, n * bytes, cpu,
                median(seconds));
}
