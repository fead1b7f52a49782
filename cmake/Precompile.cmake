# turnstone_precompile(TARGET)   with TURNSTONE_PCH, the headers of Qt and the library that most files include are read once
#                                for all rooms of core and app, and once for those of ui. Each file still includes what it uses.

if(TURNSTONE_PCH)
    file(WRITE "${CMAKE_BINARY_DIR}/pch/empty.cpp" "")
    add_library(turnstone_pch_core STATIC "${CMAKE_BINARY_DIR}/pch/empty.cpp")
    set_target_properties(turnstone_pch_core PROPERTIES AUTOMOC OFF AUTORCC OFF)
    target_link_libraries(turnstone_pch_core PRIVATE turnstone::strict Qt6::Core)
    target_precompile_headers(turnstone_pch_core PRIVATE
        <QByteArray> <QCoreApplication> <QDateTime> <QFile> <QHash> <QList> <QObject> <QPointer> <QString> <QStringList>
        <QTimer> <QUrl> <QVariant> <algorithm> <array> <atomic> <chrono> <functional> <map> <memory> <mutex> <optional> <set>
        <string> <unordered_map> <utility> <variant> <vector>)
    if(TURNSTONE_GUI)
        add_library(turnstone_pch_ui STATIC "${CMAKE_BINARY_DIR}/pch/empty.cpp")
        set_target_properties(turnstone_pch_ui PROPERTIES AUTOMOC OFF AUTORCC OFF)
        target_link_libraries(turnstone_pch_ui PRIVATE turnstone::strict Qt6::Widgets)
        target_precompile_headers(turnstone_pch_ui PRIVATE
            <QAbstractItemModel> <QAction> <QApplication> <QBoxLayout> <QDateTime> <QFile> <QHash> <QIcon> <QLabel> <QList>
            <QObject> <QPainter> <QPointer> <QPushButton> <QStringList> <QTableView> <QTimer> <QToolButton> <QUrl> <QVariant>
            <QWidget> <algorithm> <array> <atomic> <chrono> <functional> <map> <memory> <mutex> <optional> <set> <string>
            <unordered_map> <utility> <variant> <vector>)
    endif()
endif()

function(turnstone_precompile target)
    if(NOT TURNSTONE_PCH)
        return()
    endif()
    if(target MATCHES "^turnstone_ui_" AND NOT target MATCHES "_(models|session)$") # which know no widgets
        target_precompile_headers(${target} REUSE_FROM turnstone_pch_ui)
    else()
        target_precompile_headers(${target} REUSE_FROM turnstone_pch_core)
    endif()
endfunction()
