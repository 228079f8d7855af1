SET @rowmill_client = @@character_set_client, @rowmill_results = @@character_set_results, @rowmill_collation = @@collation_connection, @rowmill_time_zone = @@time_zone, @rowmill_mode = @@sql_mode, @rowmill_autocommit = @@autocommit;
SET NAMES utf8mb4;
SET time_zone = '+00:00', sql_mode = 'NO_AUTO_VALUE_ON_ZERO,STRICT_ALL_TABLES', autocommit = 1;
INSERT INTO `course` (`code`) VALUES
('I488'),
('A967'),
('D428'),
('D676');
INSERT INTO `course` (`code`) VALUES
('A128'),
('F527'),
('H533'),
('G896');
INSERT INTO `course` (`code`) VALUES
('A967'),
('D428'),
('D676');
INSERT INTO `course` (`code`) VALUES
('A128'),
('F527'),
('H533'),
('G896');
INSERT INTO `course` (`code`) VALUES
('A149');
INSERT INTO `course` (`code`) VALUES
('D428'),
('D676');
INSERT INTO `course` (`code`) VALUES
('A128'),
('F527'),
('H533'),
('G896');
INSERT INTO `course` (`code`) VALUES
('A149'),
('H223');
SET character_set_client = @rowmill_client, character_set_results = @rowmill_results, collation_connection = @rowmill_collation, time_zone = @rowmill_time_zone, sql_mode = @rowmill_mode, autocommit = @rowmill_autocommit;
