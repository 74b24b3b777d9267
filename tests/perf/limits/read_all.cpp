// read_all FOLDER THREADS [REPEATS] [cold]: the bytes of every *.json below FOLDER through read(2). With `cold` the
// files leave the page cache before each repeat, outside of the time.
#include <atomic>

#include "perf/limits/common.hpp"

namespace {

using namespace benchfolio::limits;

void drop_from_page_cache(const std::vector<std::string>& files) {
    for (const std::string& path : files) {
        const int file = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
        if (file < 0 || ::posix_fadvise(file, 0, 0, POSIX_FADV_DONTNEED) != 0) fail(path);
        ::close(file);
    }
}

std::size_t read_all(const std::vector<std::string>& files, std::size_t threads) {
    std::atomic<std::size_t> total{0};
    split(files.size(), threads, [&](std::size_t, std::size_t first, std::size_t last) {
        std::vector<char> buffer(1 << 20);
        std::size_t bytes = 0;
        for (std::size_t i = first; i < last; ++i) bytes += read_file(files[i], buffer);
        total += bytes;
    });
    return total;
}

}  // namespace

int main(int argc, char** argv) {
    const Arguments arguments{argc, argv};
    const auto threads = arguments.size(2, 1);
    const bool cold = arguments.text(4) == "cold";
    const auto files = files_below(arguments.text(1));
    std::size_t bytes = cold ? 0 : read_all(files, threads);
    std::vector<double> seconds;
    for (int repeat = 0; repeat < arguments.number(3, 5); ++repeat) {
        if (cold) drop_from_page_cache(files);
        seconds.push_back(seconds_of([&] { bytes = read_all(files, threads); }));
    }
    std::printf("read_all threads=%zu files=%zu bytes=%zu seconds=%.6f\n", threads, files.size(), bytes,
                median(seconds));
}
